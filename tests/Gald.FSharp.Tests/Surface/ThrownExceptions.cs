using System.Reflection;
using System.Reflection.Emit;
using System.Xml.Linq;

namespace Gald.FSharp.Tests.Surface;

/// <summary>The exceptions that public members throw themselves, or by private members of their class, against those that their documentation names.</summary>
internal static class ThrownExceptions
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>In the place of what an interface documents.</summary>
    private const string Inherited = "inheritdoc";

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>A line for each member and exception that is thrown and not documented.</summary>
    public static IEnumerable<string> Undocumented(IEnumerable<Type> types, XDocument documentation)
    {
        var documented = documentation.Descendants("member").ToLookup(
            member => member.Attribute("name")!.Value.Split('(', '`')[0],
            member => member.Element("inheritdoc") is null ? member.Elements("exception").Select(exception => exception.Attribute("cref")!.Value) : [Inherited]);
        return types
            .SelectMany(type => type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
            .SelectMany(method => Of(method, [])
                // Those of other libraries are caught here.
                .Where(thrown => thrown.Namespace is "System" or "Gald")
                .Where(thrown => !documented[Id(method)].SelectMany(crefs => crefs).Any(cref => cref == Inherited || cref == $"T:{thrown.FullName}"))
                .Select(thrown => $"{method.DeclaringType!.FullName}.{method.Name}: throws {thrown.Name}, which its documentation does not name"))
            .Distinct()
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The id of a member in documentation, without its parameters: overloads are documented alike.</summary>
    private static string Id(MethodBase method)
    {
        var type = method.DeclaringType!.FullName!.Replace('+', '.');
        return method.IsConstructor ? $"M:{type}.#ctor"
            : method.IsSpecialName ? $"P:{type}.{method.Name[4..]}"
            : $"M:{type}.{method.Name}";
    }

    private static IEnumerable<Type> Of(MethodBase method, HashSet<MethodBase> seen)
    {
        if (!seen.Add(method) || method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        foreach (var (instruction, token) in Calls(code))
        {
            var called = method.Module.ResolveMethod(token, TypeArguments(method.DeclaringType!), method.IsGenericMethod ? method.GetGenericArguments() : [])!;
            var type = called.DeclaringType!;
            if (type.IsAssignableTo(typeof(Exception)) && (instruction == OpCodes.Newobj || called.Name.StartsWith("ThrowIf", StringComparison.Ordinal)))
                yield return type;
            else if (type == method.DeclaringType && called.IsPrivate)
            {
                foreach (var thrown in Of(called, seen))
                    yield return thrown;
            }
        }
    }

    private static Type[] TypeArguments(Type type) => type.IsGenericType ? type.GetGenericArguments() : [];

    /// <summary>What is called and made, in the order of the code.</summary>
    private static IEnumerable<(OpCode Code, int Token)> Calls(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? unchecked((short)(0xFE00 | code[at + 1])) : code[at];
            var instruction = OpCodesByValue[value];
            at += instruction.Size;
            if (instruction.OperandType == OperandType.InlineMethod)
                yield return (instruction, BitConverter.ToInt32(code, at));
            at += instruction.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
                _ => 4,
            };
        }
    }
}
