namespace Hull.Archives;

/// <summary>An archive that is not what it should be: damaged, of a kind that is not read here, or made to harm.</summary>
internal sealed class ArchiveException(string message) : Exception(message);
