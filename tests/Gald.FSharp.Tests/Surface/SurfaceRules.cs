using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Gald.Generators.Emission.FSharp;

namespace Gald.FSharp.Tests.Surface;

/// <summary>
/// What makes a public member awkward in F#: what needs a cast, a null or an annotation to be called, or cannot be named. Members that
/// the compiler makes, such as a record's, are not looked at; nor is <c>Equals</c>, whose signature is .NET's.
/// </summary>
internal static partial class SurfaceRules
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>A line for each violation: the member and what is wrong with it.</summary>
    public static IEnumerable<string> Violations(IEnumerable<Type> types) => types.SelectMany(OfType).Order(StringComparer.Ordinal);

    private static IEnumerable<string> OfType(Type type)
    {
        var methods = type.GetMethods(Declared).Where(method => !method.IsSpecialName && !IsMadeByCompiler(method) && method.Name != nameof(Equals)).ToList();
        var constructors = type.GetConstructors(Declared).Where(constructor => !IsMadeByCompiler(constructor)).ToList();
        foreach (var word in Words(type.FullName!.Split('.', '+').Select(name => name.Split('`')[0])))
            yield return $"{type.FullName}: {word} is a word of F#";
        if (methods.Any(method => method.Name == "Dispose" && method.GetParameters().Length == 0) && !typeof(IDisposable).IsAssignableFrom(type))
            yield return $"{type.FullName}: has Dispose, but is not IDisposable, so that use does not work";
        if (type.Name.EndsWith("Options", StringComparison.Ordinal) && (type.GetConstructor([]) is null || type.GetConstructor([type]) is null))
            yield return $"{type.FullName}: has no constructor that copies, so that options cannot be changed";

        foreach (var method in methods.Cast<MethodBase>().Concat(constructors))
        {
            foreach (var violation in OfMethod(method))
                yield return $"{Name(method)}: {violation}";
        }
        foreach (var (first, second) in Pairs([.. methods]).Concat(Pairs([.. constructors])).Where(pair => AreConfusable(pair.First, pair.Second)))
            yield return $"{Name(first)}: an overload with as many parameters differs by a conversion ({Parameters(first)} and {Parameters(second)})";
        foreach (var property in type.GetProperties(Declared).Where(property => !IsMadeByCompiler(property.GetMethod ?? property.SetMethod!)))
        {
            foreach (var violation in OfValue(property.Name, property.PropertyType))
                yield return $"{type.FullName}.{property.Name}: {violation}";
            // What may be left out, and is null then, need not be said.
            if (property.SetMethod is not { IsPublic: true } && Nullability.Create(property).ReadState == NullabilityState.Nullable)
                yield return $"{type.FullName}.{property.Name}: may be null";
        }
        foreach (var field in type.GetFields(Declared).Where(field => !field.IsSpecialName && !IsMadeByCompiler(field)))
        {
            foreach (var violation in OfValue(field.Name, field.FieldType))
                yield return $"{type.FullName}.{field.Name}: {violation}";
        }
    }

    private static IEnumerable<string> OfMethod(MethodBase method)
    {
        foreach (var word in Words(method.IsConstructor ? [] : [method.Name]))
            yield return $"{word} is a word of F#";
        if (method is MethodInfo { ReturnParameter: var result } && result.ParameterType != typeof(void))
        {
            foreach (var violation in OfValue("result", result.ParameterType))
                yield return violation;
            if (Nullability.Create(result).ReadState == NullabilityState.Nullable)
                yield return "may return null";
        }
        foreach (var parameter in method.GetParameters())
        {
            foreach (var violation in OfValue(parameter.Name!, parameter.ParameterType))
                yield return $"{parameter.Name}: {violation}";
            if (parameter.ParameterType.IsByRef)
                yield return $"{parameter.Name}: is passed by reference";
            else if (Nullability.Create(parameter).WriteState == NullabilityState.Nullable)
                yield return $"{parameter.Name}: takes null";
            if (parameter is { HasDefaultValue: true, DefaultValue: null })
                yield return $"{parameter.Name}: is null when it is left out";
        }
    }

    private static IEnumerable<string> OfValue(string name, Type type)
    {
        foreach (var word in Words([name]))
            yield return $"{word} is a word of F#";
        foreach (var part in Parts(type))
        {
            if (part.IsGenericType && part.GetGenericTypeDefinition() == typeof(Nullable<>))
                yield return "is a Nullable";
            if (part.IsAssignableTo(typeof(ITuple)) && part.IsValueType)
                yield return "is a value tuple";
            if (part.IsPrimitive && part != typeof(int) && part != typeof(bool) && (Size().IsMatch(name) || part == typeof(uint) || part == typeof(ulong) || part == typeof(ushort)))
                yield return $"is {part.Name} instead of Int32";
        }
    }

    /// <summary>A type and what it is made of.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Prepend(type);

    private static IEnumerable<string> Words(IEnumerable<string> names) => names.Where(name => FSharpNames.Escape(name) == $"``{name}``");

    private static IEnumerable<(MethodBase First, MethodBase Second)> Pairs(IReadOnlyList<MethodBase> methods) =>
        methods.SelectMany((first, index) => methods.Skip(index + 1).Where(second => second.Name == first.Name && second.IsStatic == first.IsStatic).Select(second => (first, second)));

    private static bool AreConfusable(MethodBase first, MethodBase second) =>
        first.GetParameters().Length == second.GetParameters().Length
        && first.GetParameters().Zip(second.GetParameters()).All(pair => Converts(pair.First.ParameterType, pair.Second.ParameterType) || Converts(pair.Second.ParameterType, pair.First.ParameterType));

    private static bool Converts(Type from, Type to) =>
        to.IsAssignableFrom(from)
        || (from.IsPrimitive && to.IsPrimitive)
        || (from.IsAssignableTo(typeof(Delegate)) && to.IsAssignableTo(typeof(Delegate)))
        || new[] { from, to }.Any(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static).Any(method =>
            method.Name == "op_Implicit" && method.ReturnType == to && method.GetParameters()[0].ParameterType == from));

    private static bool IsMadeByCompiler(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute)) && member is not MethodBase { IsSpecialName: true, IsConstructor: false };

    private static string Name(MethodBase method) => $"{method.DeclaringType!.FullName}.{(method.IsConstructor ? "new" : method.Name)}";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name));

    [GeneratedRegex("(Height|Width|Channels|Stride|Classes|Groups|Size|Steps?|Batch|Side|Rows?|Columns?|Kernel|Padding|Reduction|Index|Threads|Depth)$", RegexOptions.IgnoreCase)]
    private static partial Regex Size();
}
