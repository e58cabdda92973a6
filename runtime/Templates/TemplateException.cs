namespace Hull.Templates;

/// <summary>A template that cannot be read, or that asks for what is not there: one sentence that says where.</summary>
internal sealed class TemplateException(string what) : HullException($"--format: {what}", exitCode: 1);
