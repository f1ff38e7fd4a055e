using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace ScratchVsAutograd.Harness.Checking;

/// <summary>Compiles one source file against this program's own assemblies.</summary>
internal static class SourceCompiler
{
    /// <summary>The usings that the file need not write.</summary>
    public const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using ScratchVsAutograd.Comparison;
        global using ScratchVsAutograd.Comparison.Functions;
        global using ScratchVsAutograd.Scratch;
        global using TorchSharp;
        global using static TorchSharp.torch;
        """;

    // What users' code has no business with, such as this program's own packages, would only make names ambiguous.
    private static readonly string[] OwnAssemblies = ["TorchSharp", "ScratchVsAutograd.Scratch", "ScratchVsAutograd.Comparison"];

    /// <summary>Makes the assembly.</summary>
    /// <param name="source">The file; line numbers in reports are its own.</param>
    /// <exception cref="CompilationException">The file has errors.</exception>
    public static CompiledCode Compile(string source)
    {
        var name = Path.GetFileNameWithoutExtension(source);
        var tree = Tree(Read(source), source);
        // A program of its own may be checked too; its statements do not run.
        var isProgram = tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        var compilation = CSharpCompilation.Create(
            name,
            [tree, Tree(SourceText.From(ImplicitUsings, Encoding.UTF8), "ImplicitUsings.cs")],
            References(),
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        return result.Success ? new CompiledCode(assembly.ToArray(), symbols.ToArray()) : throw new CompilationException(
            [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => CSharpDiagnosticFormatter.Instance.Format(diagnostic))]);
    }

    private static SourceText Read(string source)
    {
        try
        {
            using var stream = File.OpenRead(source);
            return SourceText.From(stream, canBeEmbedded: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputException($"{source} cannot be read ({exception.Message.TrimEnd('.')}); give a C# source file.", exception);
        }
    }

    // "#:package" and its like are for "dotnet run file.cs", and are passed over.
    private static CSharpSyntaxTree Tree(SourceText text, string path)
        => (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(
            text, new CSharpParseOptions(LanguageVersion.CSharp14).WithFeatures([new("FileBasedProgram", "true")]), path);

    // The framework that runs this program, and this program's own: nothing has to be installed for it.
    private static IEnumerable<MetadataReference> References()
    {
        var trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator);
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location);
        return trusted
            .Where(path => Path.GetDirectoryName(path) == framework || OwnAssemblies.Contains(Path.GetFileNameWithoutExtension(path)))
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
