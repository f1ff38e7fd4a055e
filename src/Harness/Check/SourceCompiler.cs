using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>Compiles source files against this program's own assemblies.</summary>
internal static class SourceCompiler
{
    /// <summary>The usings that a file need not write.</summary>
    public const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using ScratchVsAutograd;
        global using TorchSharp;
        global using static TorchSharp.torch;
        """;

    // An alias goes before every namespace, so System.Diagnostics.Trace is in nobody's way.
    private const string TraceName = "Trace";
    private const string TraceAlias = $"\nglobal using {TraceName} = ScratchVsAutograd.{TraceName};";

    // What users' code has no business with, such as this program's own packages, would only make names ambiguous.
    private static readonly string[] OwnAssemblies = ["TorchSharp", "ScratchVsAutograd.Scratch", "ScratchVsAutograd.Comparison"];

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() => [.. FindReferences()]);

    /// <summary>Makes the assembly and its debug information.</summary>
    /// <param name="sources">The files; line numbers in reports are their own.</param>
    /// <param name="name">The assembly's name.</param>
    /// <exception cref="CompilationException">The files have errors.</exception>
    public static CompiledCode Compile(IReadOnlyList<SourceFile> sources, string name)
    {
        var usings = sources.Any(source => source.Defines(TraceName)) ? ImplicitUsings : ImplicitUsings + TraceAlias;
        var compilation = CSharpCompilation.Create(
            name,
            [.. sources.Select(source => source.Tree), Tree(SourceText.From(usings, Encoding.UTF8), "ImplicitUsings.cs")],
            References.Value,
            new CSharpCompilationOptions(
                sources.Any(source => source.IsProgram)
                    ? OutputKind.ConsoleApplication
                    : OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(
            assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        return result.Success
            ? new CompiledCode(assembly.ToArray(), symbols.ToArray())
            : throw CompilationException.Of(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    /// <summary>Parses a text; "#:package" and its like are for "dotnet run file.cs", and are passed over.</summary>
    public static CSharpSyntaxTree Tree(SourceText text, string path)
        => (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(
            text, new CSharpParseOptions(LanguageVersion.CSharp14).WithFeatures([new("FileBasedProgram", "true")]), path);

    // The framework that runs this program, and this program's own: nothing has to be installed for it.
    private static IEnumerable<MetadataReference> FindReferences()
    {
        var trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator);
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location);
        return trusted
            .Where(path => Path.GetDirectoryName(path) == framework || OwnAssemblies.Contains(Path.GetFileNameWithoutExtension(path)))
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
