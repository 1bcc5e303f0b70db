using Gald.Generators.Architecture;
using Gald.Generators.Passes;

namespace Gald.Generators.Emission.FSharp;

/// <summary>Writes what a backbone has for whoever reads the maps of all its stages: the method that gives them, and the class that holds them.</summary>
internal sealed class MapsPrinter(SourceWriter writer, FSharpNames names, DeclaredType type, CompiledModule compiled)
{
    private const string Base = $"Gald.{MapMember.Class}";

    private string Input => compiled.Trace.Block.Input.Name!;

    /// <summary>The class, in front of that of the backbone.</summary>
    public void PrintClass()
    {
        var members = MapMember.Of(compiled.Trace);
        var parameters = MapMember.ParametersOf(compiled.Trace);
        writer.Line($"/// {Sentences.MapsOf(type.Name)}");
        writer.Line("[<Sealed>]");
        writer.Line($"type {MapMember.Class} internal ({string.Join(", ", parameters.Select(parameter => $"{parameter}: {CodePrinter.Tensor}"))}) =");
        writer.Indent();
        writer.Line($"inherit {Base}({(parameters.Count > members.Count ? $"{MapMember.Stem}, " : "")}[| {string.Join("; ", members.Select(member => member.Parameter))} |])");
        for (var i = 0; i < members.Count; i++)
        {
            writer.Line();
            writer.Line($"/// {members[i].Shape}.");
            writer.Line($"member this.{members[i].Name} = this[{i}]");
        }

        writer.Outdent();
        writer.Line();
    }

    /// <summary>The method of the module.</summary>
    public void PrintMethod()
    {
        var trace = Liveness.Giving(compiled.Trace, compiled.Trace.Block.Maps!.All);
        PrintSummary();
        writer.Line($"member this.{MapMember.Method}({Input}: {CodePrinter.Tensor}) : {MapMember.Class} =");
        writer.Indent();
        InputCheck.Print(writer, type.Name, Input, "this.Channels", compiled);
        writer.Line(ForwardPrinter.Guard);
        var forward = new ForwardPrinter(trace, compiled.Programs, names);
        forward.Print(writer);
        writer.Line($"guard.Keep(new {MapMember.Class}({string.Join(", ", trace.Block.Results.Select(forward.LocalOf))}))");
        writer.Outdent();
        writer.Line();
        writer.Line($"interface {MapMember.Interface} with");
        writer.Indent();
        writer.Line($"member this.{MapMember.Method}({Input}) = this.{MapMember.Method}({Input})");
        writer.Outdent();
    }

    /// <summary>The same of the program that only predicts, which has the maps one by one for the programs of networks.</summary>
    public void PrintOfProgram(ProgramOfMaps program)
    {
        if (program.GivesSeveral)
        {
            writer.Line($"/// <summary>{Sentences.Call(program.Stages)}</summary>");
            writer.Line($"/// <exception cref=\"T:System.ArgumentException\">{Sentences.WrongInput}</exception>");
            writer.Line($"member _.{MapMember.Call}({Signature.Parameters(program.Stages.Block)}) : {Signature.Result(program.Stages.Block)} =");
            writer.Indent();
            PrintForward(program.Stages, Signature.Tuple);
            writer.Outdent();
            writer.Line();
        }

        PrintSummary();
        var wraps = program.All == program.Stages;
        writer.Line($"member {(wraps ? "this" : "_")}.{MapMember.Method}({Input}: {CodePrinter.Tensor}) : {MapMember.Class} =");
        writer.Indent();
        if (wraps)
        {
            var locals = MapMember.ParametersOf(compiled.Trace);
            writer.Line($"let {Signature.Tuple(locals)} = this.{(program.GivesSeveral ? MapMember.Call : "call")}({Input})");
            writer.Line(Holding(locals));
        }
        else
        {
            PrintForward(program.All, Holding);
        }

        writer.Outdent();
        writer.Line();

        static string Holding(IEnumerable<string> maps) => $"new {MapMember.Class}({string.Join(", ", maps)})";

        void PrintForward(Inference inference, Func<IEnumerable<string>, string> result)
        {
            InputCheck.Print(writer, type.Name, Input, CodePrinter.Channels, compiled);
            writer.Line(ForwardPrinter.Guard);
            var forward = new ForwardPrinter(inference, names);
            forward.Print(writer);
            writer.Line("guard.KeepAll()");
            writer.Line(result(inference.Block.Results.Select(forward.LocalOf)));
        }
    }

    private void PrintSummary()
    {
        writer.Line($"/// <summary>{Sentences.Maps(compiled)}</summary>");
        writer.Line($"/// <param name=\"{Input}\">{Sentences.ImagesParameter}</param>");
        writer.Line($"/// <returns>{Sentences.MapsResult}</returns>");
        writer.Line($"/// <exception cref=\"T:System.ArgumentException\">{Sentences.WrongImages}</exception>");
    }
}
