using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>Where a method stands in its source, from the debug information beside its assembly, in it, or handed over.</summary>
internal static class MethodPlace
{
    private static readonly ConditionalWeakTable<Assembly, byte[]> HandedOver = [];

    /// <summary>Hands over the debug information of an assembly that is in no file.</summary>
    /// <param name="assembly">Loaded from memory.</param>
    /// <param name="symbols">Its portable PDB.</param>
    public static void Know(Assembly assembly, byte[] symbols) => HandedOver.AddOrUpdate(assembly, symbols);

    /// <summary>The line of its last statement, which is what it returns; null where that is not recorded.</summary>
    public static SourceLocation? Of(MethodInfo method)
    {
        if (HandedOver.TryGetValue(method.Module.Assembly, out var symbols))
        {
            using var known = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols));
            return LastStatement(known.GetMetadataReader(), method);
        }

        var assembly = method.Module.Assembly.Location;
        if (!File.Exists(assembly)) return null;
        try
        {
            using var image = new PEReader(File.OpenRead(assembly));
            if (!image.TryOpenAssociatedPortablePdb(assembly, OpenIfThere, out var provider, out _)) return null;
            using (provider) return LastStatement(provider!.GetMetadataReader(), method);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            // A line is worth having and not worth failing for.
            return null;
        }
    }

    private static FileStream? OpenIfThere(string path) => File.Exists(path) ? File.OpenRead(path) : null;

    private static SourceLocation? LastStatement(MetadataReader reader, MethodInfo method)
    {
        var handle = ((MethodDefinitionHandle)MetadataTokens.EntityHandle(method.MetadataToken)).ToDebugInformationHandle();
        var statements = reader.GetMethodDebugInformation(handle).GetSequencePoints()
            .Where(point => !point.IsHidden && !IsBrace(point)).ToList();
        return statements.Count == 0
            ? null
            : new SourceLocation(reader.GetString(reader.GetDocument(statements[^1].Document).Name), statements[^1].StartLine, method.Name);
    }

    private static bool IsBrace(SequencePoint point) => point.StartLine == point.EndLine && point.EndColumn - point.StartColumn == 1;
}
