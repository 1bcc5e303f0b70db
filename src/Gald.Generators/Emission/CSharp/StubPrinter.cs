using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>
/// Writes the outline of a module whose declaration is wrong, with every member that it will have once that is mended, as far as
/// it can be told: the code around it compiles, and the declaration's own errors are the only ones.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="type">The class.</param>
/// <param name="outline">What the module would be; null if that is not known.</param>
/// <param name="own">What the class has already, in whose way no member is put.</param>
internal sealed class StubPrinter(SourceWriter writer, DeclaredType type, CompiledModule? outline, OwnMembers own)
{
    private const string Errors = "DeclarationHasErrors";
    private const string Description = "global::Gald.NetworkDescription";

    private string Fail => $"=> throw {Facts}.{Errors}();";

    /// <summary>The class that says what is wrong.</summary>
    private string Facts => new[] { DescriptionPrinter.Facts, "Faults" }.First(name => !IsTaken(name));

    /// <summary>Whether the user's own members, or the class's name, keep the class from being a module at all: C# would complain beside the error.</summary>
    private bool CannotBeModule(ModuleForm form) =>
        IsTaken(form == ModuleForm.FeatureStage ? MemberNames.ChannelsConstructor : MemberNames.Constructor)
        || own.Members.Contains(MemberNames.PrimaryConstructor)
        || type.Name == "forward"
        || (own.Members.Contains(MemberNames.HidingForward) && IsTaken("forward(Tensor)"));

    /// <summary>The stub of a declaration.</summary>
    public static string Print(Declaration declaration, CompiledModule? outline, OwnMembers own, Refusal refusal)
    {
        using var writer = new SourceWriter();
        new StubPrinter(writer, declaration.Type, outline, own).Print(ModuleForms.Of(declaration), refusal);
        return writer.ToString();
    }

    private void Print(ModuleForm form, Refusal refusal)
    {
        var isNetwork = form is ModuleForm.Network or ModuleForm.None;
        var output = isNetwork ? NetworkPrinter.Output : CodePrinter.Tensor;
        FileFrame.Open(writer, type);
        writer.Line($"/// <summary>{Sentences.NotAModule}</summary>");
        if (CannotBeModule(form))
        {
            FileFrame.OpenClass(writer, type, "object");
            PrintFacts(refusal);
            FileFrame.Close(writer, type);
            return;
        }

        FileFrame.OpenClass(
            writer,
            type,
            $"{ModulePrinter.Module}<{CodePrinter.Tensor}, {output}>{(isNetwork ? $"{FileFrame.InterfacesOfNetwork(type)}, global::Gald.IFreezable" : form == ModuleForm.Backbone ? $", {MapsPrinter.Interface}" : "")}");
        if (form == ModuleForm.FeatureStage)
            Member(MemberNames.ChannelsConstructor, $"public {FileFrame.Escape(type.Name)}(int {CodePrinter.Channels}) : base(\"{type.Name}\") {Fail}");
        else
            Member(MemberNames.Constructor, $"public {FileFrame.Escape(type.Name)}() : base(\"{type.Name}\") {Fail}");
        foreach (var constant in ModuleConstant.Of(form, outline))
            Member(constant.Name, $"public const int {constant.Name} = {CodePrinter.WithoutValues.Print(constant.Value)};");
        if (form == ModuleForm.FeatureStage)
            Member("Channels", $"public int Channels {Fail}");
        if (isNetwork)
        {
            Member("Description", $"public static {Description} Description {Fail}");
            if (type.HasStaticInterfaces)
                writer.Line($"static {Description} global::Gald.ISegmentationNetwork.Description {Fail}");
            writer.Line($"global::Gald.IFrozenNetwork global::Gald.IFreezable.Freeze() {Fail}");
            writer.Line($"{Description} global::Gald.IDescribed.Description {Fail}");
        }

        PrintFields(outline?.Trace);
        Member("forward(Tensor)", $"public override {output} forward({CodePrinter.Tensor} {(form is ModuleForm.Block or ModuleForm.FeatureStage ? "features" : "images")}) {Fail}");
        if (form == ModuleForm.Backbone)
            PrintMaps();
        Member("Freeze()", $"public {(IsTaken(FrozenPrinter.Program) ? "object" : FrozenPrinter.Program)} Freeze() {Fail}");
        if (!IsTaken(FrozenPrinter.Program))
        {
            OpenProgram(isNetwork ? "global::Gald.IFrozenNetwork" : "global::Gald.Onnx.IOnnxExportable, global::System.IDisposable");
            if (isNetwork)
                writer.Line($"public {Description} Description {Fail}");
            writer.Line($"public {CodePrinter.Tensor} call({CodePrinter.Tensor} {(isNetwork ? "images" : "input")}) {Fail}");
            if (form == ModuleForm.Backbone && !IsTaken(MapMember.Class))
                writer.Line($"public {MapMember.Class} {MapMember.Method}({CodePrinter.Tensor} images) {Fail}");
            writer.Line($"public {ExportPrinter.OnnxSignature} Signature {Fail}");
            writer.Line($"public {ExportPrinter.Value} Export({ExportPrinter.OnnxGraph} {CodePrinter.Graph}, {ExportPrinter.Value} input) {Fail}");
            CloseProgram();
        }

        foreach (var block in outline?.Classes.Ordered ?? [])
        {
            if (!IsTaken(block.Name))
                PrintBlock(block);
        }

        PrintFacts(refusal);
        FileFrame.Close(writer, type);
    }

    /// <summary>What a backbone gives its maps by, as far as it is known which these are.</summary>
    private void PrintMaps()
    {
        writer.Line($"global::Gald.{MapMember.Class} {MapsPrinter.Interface}.{MapMember.Method}({CodePrinter.Tensor} images) {Fail}");
        if (IsTaken(MapMember.Class))
            return;
        Member($"{MapMember.Method}(Tensor)", $"public {MapMember.Class} {MapMember.Method}({CodePrinter.Tensor} images) {Fail}");
        writer.Open($"public sealed class {MapMember.Class} : global::Gald.{MapMember.Class}");
        writer.Line($"private {MapMember.Class}() : base(global::System.Array.Empty<{CodePrinter.Tensor}>()) {Fail}");
        if (outline is not null)
        {
            foreach (var member in MapMember.Of(outline.Trace))
                writer.Line($"public {CodePrinter.Tensor} {member.Name} {Fail}");
        }

        writer.Close();
    }

    /// <summary>A member, unless the class has one that it cannot stand beside.</summary>
    private void Member(string signature, string line)
    {
        if (!IsTaken(signature))
            writer.Line(line);
    }

    private bool IsTaken(string signature) => MemberNames.FindClashes([signature], own, type.Name).Count > 0;

    private void PrintFields(ShapeTrace? trace)
    {
        if (trace is null)
            return;
        var modules = new ModulePrinter(outline!.Programs, writer);
        string[] absent = [.. outline.Classes.Ordered.Select(block => block.Name).Where(IsTaken)];
        foreach (var (name, line) in modules.Fields(trace))
        {
            if ((trace == outline.Trace && IsTaken(name)) || absent.Any(type => line.Contains($" {type} ")))
                continue;

            // A private field that nothing reads would be a warning beside the error.
            writer.Line(
                line.Contains(" => ") ? line
                : line.StartsWith("private readonly ", StringComparison.Ordinal) ? $"{line.Replace("private readonly ", "private ").TrimEnd(';')} {Fail}"
                : $"{line.TrimEnd(';')} = default!;");
        }
    }

    private void PrintBlock(BlockClass block)
    {
        writer.Line();
        writer.Open($"public sealed class {block.Name} : {Signature.BaseClass(block.Trace.Block)}");
        writer.Line($"private {block.Name}() : base(\"\") {Fail}");
        PrintFields(block.Trace);
        writer.Line($"public override {Signature.Result(block.Trace.Block)} forward({Signature.Parameters(block.Trace.Block)}) {Fail}");
        if (block.Predicts)
        {
            writer.Line($"public {FrozenPrinter.Program} Freeze() {Fail}");
            PrintProgram("global::System.IDisposable", outline!.Programs.Of(block).Block);
        }

        writer.Close();
    }

    private void PrintProgram(string contract, Block block)
    {
        OpenProgram(contract);
        writer.Line($"public {Signature.Result(block)} call({Signature.Parameters(block)}) {Fail}");
        writer.Line($"public {Signature.Result(block, ExportPrinter.Value)} Export({ExportPrinter.OnnxGraph} {CodePrinter.Graph}, {Signature.Parameters(block, ExportPrinter.Value)}) {Fail}");
        CloseProgram();
    }

    private void OpenProgram(string contract)
    {
        writer.Line();
        writer.Open($"public sealed class {FrozenPrinter.Program} : {contract}");
        writer.Line($"private {FrozenPrinter.Program}() {Fail}");
    }

    private void CloseProgram()
    {
        writer.Line($"public void Dispose() {Fail}");
        writer.Close();
    }

    private void PrintFacts(Refusal refusal)
    {
        writer.Line();
        writer.Open($"private static class {Facts}");
        writer.Line($"internal static global::System.InvalidOperationException {Errors}() =>");
        writer.Indent();
        writer.Line($"new global::System.InvalidOperationException({Literals.Of(Sentences.DeclarationHasErrors(type.Name, refusal))});");
        writer.Outdent();
        writer.Close();
    }
}
