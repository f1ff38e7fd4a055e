using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScratchVsAutograd.Tests.Structure;

/// <summary>
/// What the types in a project's folders refer to in other folders, by what the compiler makes of every name and expression: base types,
/// fields, signatures, attributes and bodies, and also the constants and nameofs of which a built assembly knows nothing any more. What a
/// using line or a comment says does not count.
/// </summary>
internal static class FolderReferences
{
    // The other half of a partial method, which a generator writes.
    private const string NotGenerated = "CS8795";

    /// <summary>Those of a project in src.</summary>
    public static IReadOnlySet<FolderReference> In(string project)
    {
        var folder = Path.Combine(Repository.Root, "src", project);
        var name = XDocument.Load(Path.Combine(folder, $"{project}.csproj")).Descendants("AssemblyName").SingleOrDefault()?.Value
            ?? $"ScratchVsAutograd.{project}";
        var files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal));
        // The using lines that the SDK and the project add to every file, as the last build wrote them.
        var usings = Directory.GetFiles(Path.Combine(folder, "obj"), "*.GlobalUsings.g.cs", SearchOption.AllDirectories)
            .MaxBy(File.GetLastWriteTimeUtc)!;
        return In(
            name,
            [.. files.Select(file => (file, File.ReadAllText(Path.Combine(folder, file)))), ("obj/usings.cs", File.ReadAllText(usings))]);
    }

    /// <summary>Those between files that are handed over.</summary>
    /// <param name="assembly">The assembly's name, by which others let it see their internals.</param>
    /// <param name="files">Each with its path from the project's folder, with slashes.</param>
    public static IReadOnlySet<FolderReference> In(string assembly, params IReadOnlyList<(string Path, string Text)> files)
    {
        var trees = files.Select(file => CSharpSyntaxTree.ParseText(file.Text, path: file.Path)).ToList();
        var compilation = CSharpCompilation.Create(assembly, trees, Assemblies(except: assembly), new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Annotations));
        if (files.Any(file => file.Path == "Program.cs"))
            compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        // A name that means nothing to the compiler would be a reference that nobody sees.
        Assert.DoesNotContain(compilation.GetDiagnostics(), found => found.Severity == DiagnosticSeverity.Error
            && found.Id != NotGenerated);
        return trees.SelectMany(tree => In(tree, compilation.GetSemanticModel(tree))).ToHashSet();
    }

    private static IEnumerable<FolderReference> In(SyntaxTree tree, SemanticModel model)
    {
        var here = Folder(tree);
        return
            from node in tree.GetRoot().DescendantNodes(node => node is not UsingDirectiveSyntax)
            where node is ExpressionSyntax or ConstructorInitializerSyntax or AttributeSyntax
            from symbol in Symbols(node, model)
            from type in Types(symbol)
            let declaration = type.DeclaringSyntaxReferences.FirstOrDefault()
            where declaration is not null && Folder(declaration.SyntaxTree) != here
            select new FolderReference(Around(node), here, Outermost(type).Name, Folder(declaration.SyntaxTree));
    }

    private static IEnumerable<ISymbol?> Symbols(SyntaxNode node, SemanticModel model)
    {
        var named = model.GetSymbolInfo(node);
        var (type, converted) = node is ExpressionSyntax expression && model.GetTypeInfo(expression) is var info
            ? (info.Type, info.ConvertedType)
            : (null, null);
        return [named.Symbol, type, converted, .. named.CandidateSymbols];
    }

    private static IEnumerable<INamedTypeSymbol> Types(ISymbol? symbol) => symbol switch
    {
        null or INamespaceSymbol => [],
        IArrayTypeSymbol array => Types(array.ElementType),
        INamedTypeSymbol type => type.TypeArguments.SelectMany(Types).Prepend(type.OriginalDefinition),
        ITypeSymbol => [],
        _ => Types(symbol.ContainingType),
    };

    private static INamedTypeSymbol Outermost(INamedTypeSymbol type) => type.ContainingType is { } outer ? Outermost(outer) : type;

    private static string Around(SyntaxNode node) => node.Ancestors().OfType<BaseTypeDeclarationSyntax>().LastOrDefault()?.Identifier.Text
        ?? node.Ancestors().OfType<DelegateDeclarationSyntax>().LastOrDefault()?.Identifier.Text
        ?? Path.GetFileName(node.SyntaxTree.FilePath);

    private static string Folder(SyntaxTree tree)
        => Path.GetDirectoryName(tree.FilePath)!.Replace('\\', '/') is { Length: > 0 } folder ? folder : ".";

    private static IEnumerable<MetadataReference> Assemblies(string except)
        => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != except
                && Path.GetFileNameWithoutExtension(path) != typeof(FolderReferences).Assembly.GetName().Name)
            .Select(path => MetadataReference.CreateFromFile(path));
}
