using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>One C# file, read and parsed once, and what its text alone says.</summary>
internal sealed class SourceFile
{
    // Whoever writes something that can be checked writes one of these.
    private static readonly HashSet<string> Checkable = new(StringComparer.Ordinal)
    {
        "Computation", "FunctionSample", "GradCheck", "GradCheckAttribute", "SingleTensorFunction", "MultiTensorFunction",
    };

    private SourceFile(string path, CSharpSyntaxTree tree) => (Path, Tree) = (path, tree);

    /// <summary>The file as the user named it.</summary>
    public string Path { get; }

    /// <summary>Its text, parsed.</summary>
    public CSharpSyntaxTree Tree { get; }

    /// <summary>Whether it is a program of its own; its statements do not run.</summary>
    public bool IsProgram => Root.Members.OfType<GlobalStatementSyntax>().Any();

    /// <summary>Whether it may hold something to check. Where it does not, it is other code that lies beside, such as tests.</summary>
    public bool MayBeChecked => Root.DescendantTokens()
        .Any(token => token.IsKind(SyntaxKind.IdentifierToken) && Checkable.Contains(token.ValueText));

    /// <summary>Whether it says itself what the name stands for, so that we must not.</summary>
    public bool Defines(string name)
        => Root.Usings.Any(@using => @using.Alias?.Name.Identifier.ValueText == name)
            || Root.Members.OfType<BaseTypeDeclarationSyntax>().Any(type => type.Identifier.ValueText == name);

    /// <summary>The types declared in it, by the full names that reflection gives them.</summary>
    public IReadOnlyList<string> Types => [.. Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(FullName)];

    private CompilationUnitSyntax Root => Tree.GetCompilationUnitRoot();

    /// <summary>Reads the file.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static SourceFile Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return new SourceFile(path, SourceCompiler.Tree(SourceText.From(stream, canBeEmbedded: true), path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputException($"{path} cannot be read ({exception.Message.TrimEnd('.')}); give a C# source file.", exception);
        }
    }

    private static string FullName(BaseTypeDeclarationSyntax type)
    {
        var name = OwnName(type);
        foreach (var parent in type.Ancestors())
        {
            name = parent switch
            {
                BaseTypeDeclarationSyntax outer => $"{OwnName(outer)}+{name}",
                BaseNamespaceDeclarationSyntax space => $"{space.Name}.{name}",
                _ => name,
            };
        }

        return name;
    }

    private static string OwnName(BaseTypeDeclarationSyntax type)
        => type is TypeDeclarationSyntax { TypeParameterList.Parameters.Count: var count }
        ? FormattableString.Invariant($"{type.Identifier.ValueText}`{count}")
        : type.Identifier.ValueText;
}
