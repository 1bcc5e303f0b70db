namespace Gald.FSharp.Parsing;

/// <summary>The value of a constant expression.</summary>
internal abstract record Constant;

/// <summary>A whole number; F#'s int.</summary>
internal sealed record Whole(int Value) : Constant;

/// <summary>A number with a fraction; F#'s float.</summary>
internal sealed record Real(double Value) : Constant;

/// <summary>A truth value.</summary>
internal sealed record Truth(bool Value) : Constant;

/// <summary>A value of an enumeration; without a type for that which F# finds out by itself.</summary>
internal sealed record Member(Type? Type, int Value) : Constant;

/// <summary>The keyword <c>null</c>.</summary>
internal sealed record Nothing : Constant;

/// <summary>What no argument of the language can be, so that the F# compiler says what is wrong with it.</summary>
internal sealed record Refused : Constant;
