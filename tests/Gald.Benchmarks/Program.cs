using System.CommandLine;
using Gald;
using Gald.Benchmarks.Generator;
using Gald.Benchmarks.Networks;
using Gald.Benchmarks.Peers;

var root = new RootCommand("Measures Gald. Each command prints a table and, on request, writes its numbers as JSON.") { GeneratorCommand.Create(), NetworksCommand.Create(), PeersCommand.Create() };
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    Console.Error.WriteLine($"error: {parsed.Errors[0].Message} See --help.");
    return 1;
}

try
{
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (GaldException e)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
