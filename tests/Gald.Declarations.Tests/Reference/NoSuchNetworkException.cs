namespace Gald.Declarations.Tests.Reference;

/// <summary>A declaration does not say which network is meant, or says one that nobody can build.</summary>
internal sealed class NoSuchNetworkException(string message) : Exception(message);
