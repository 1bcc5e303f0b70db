using Gald.Generators.Architecture;
using Gald.Generators.Passes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes what a backbone has for whoever reads the maps of all its stages: the method that gives them, and the class that holds them.</summary>
internal static class MapsPrinter
{
    public const string Interface = $"global::Gald.{MapMember.Interface}";

    private const string Base = $"global::Gald.{MapMember.Class}";

    public static void Print(SourceWriter writer, DeclaredType type, CompiledModule compiled)
    {
        var (input, maps) = (compiled.Trace.Block.Input.Name!, compiled.Trace.Block.Maps!.All);
        PrintHead(writer, input, compiled);
        FileFrame.PrintInputCheck(writer, type.Name, input, compiled);
        writer.Line();
        writer.Line(ModulePrinter.Guard);
        var forward = new ForwardPrinter(Liveness.Giving(compiled.Trace, maps), compiled.Programs);
        forward.Print(writer);
        writer.Line($"return guard.Keep(new {MapMember.Class}({string.Join(", ", maps.Select(forward.LocalOf))}));");
        writer.Close();
        writer.Line();
        writer.Line($"{Base} {Interface}.{MapMember.Method}({CodePrinter.Tensor} {input}) => {MapMember.Method}({input});");
        writer.Line();
        PrintClass(writer, type, compiled);
    }

    /// <summary>The same of the program that only predicts, which has the maps one by one for the programs of networks.</summary>
    public static void PrintOfProgram(SourceWriter writer, ProgramOfMaps program, CompiledModule compiled)
    {
        var (input, name) = (compiled.Trace.Block.Input.Name!, compiled.Trace.Block.Name);
        PrintHead(writer, input, compiled);
        if (program.All == program.Stages)
        {
            var locals = MapMember.ParametersOf(compiled.Trace);
            writer.Line($"var {Signature.Tuple(locals)} = {(program.GivesSeveral ? MapMember.Call : "call")}({input});");
            writer.Line($"return new {MapMember.Class}({string.Join(", ", locals)});");
        }
        else
        {
            PrintForward(program.All, locals => $"return new {MapMember.Class}({string.Join(", ", locals)});");
        }

        writer.Close();
        if (!program.GivesSeveral)
            return;
        writer.Line();
        writer.Line($"/// <summary>{Sentences.Call(program.Stages)}</summary>");
        writer.Line($"/// <exception cref=\"global::System.ArgumentException\">{Sentences.WrongInput}</exception>");
        writer.Open($"public {Signature.Result(program.Stages.Block)} {MapMember.Call}({Signature.Parameters(program.Stages.Block)})");
        PrintForward(program.Stages, locals => $"return {Signature.Tuple(locals)};");
        writer.Close();

        void PrintForward(Inference inference, Func<IEnumerable<string>, string> result)
        {
            FileFrame.PrintInputCheck(writer, name, input, compiled);
            writer.Line();
            writer.Line(ModulePrinter.Guard);
            var forward = new ForwardPrinter(inference);
            forward.Print(writer);
            writer.Line("guard.KeepAll();");
            writer.Line(result(inference.Block.Results.Select(forward.LocalOf)));
        }
    }

    /// <summary>The method that gives the maps, with its documentation.</summary>
    private static void PrintHead(SourceWriter writer, string input, CompiledModule compiled)
    {
        writer.Line($"/// <summary>{Sentences.Maps(compiled)}</summary>");
        writer.Line($"/// <param name=\"{input}\">{Sentences.ImagesParameter}</param>");
        writer.Line($"/// <returns>{Sentences.MapsResult}</returns>");
        writer.Line($"/// <exception cref=\"global::System.ArgumentException\">{Sentences.WrongImages}</exception>");
        writer.Open($"public {MapMember.Class} {MapMember.Method}({CodePrinter.Tensor} {input})");
    }

    private static void PrintClass(SourceWriter writer, DeclaredType type, CompiledModule compiled)
    {
        var members = MapMember.Of(compiled.Trace);
        var parameters = MapMember.ParametersOf(compiled.Trace);
        writer.Line($"/// <summary>{Sentences.MapsOf(type.Name)}</summary>");
        writer.Open($"public sealed class {MapMember.Class} : {Base}");
        writer.Open($"internal {MapMember.Class}({string.Join(", ", parameters.Select(parameter => $"{CodePrinter.Tensor} {parameter}"))}) : base({(parameters.Count > members.Count ? $"{MapMember.Stem}, " : "")}new {CodePrinter.Tensor}[] {{ {string.Join(", ", members.Select(member => member.Parameter))} }})");
        writer.Close();
        for (var i = 0; i < members.Count; i++)
        {
            writer.Line();
            writer.Line($"/// <summary>{members[i].Shape}.</summary>");
            writer.Line($"public {CodePrinter.Tensor} {members[i].Name} => this[{i}];");
        }

        writer.Close();
    }
}
