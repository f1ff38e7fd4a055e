// Compiled twice: by MSBuild as an inline task (against netstandard2.0; AdaptTorchSharp.targets, docs/native-library.md), and
// into the tests. An inline task has to be one file, so the task, the change it makes and the ELF reader are together here.
#nullable enable
#pragma warning disable IDE0005 // The tests have most of these implicitly, an inline task has none.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Build.Framework;

namespace ScratchVsAutograd.Build;

/// <summary>Writes the copy of TorchSharp's native library that this system can load.</summary>
public sealed class AdaptTorchSharp : Microsoft.Build.Utilities.Task
{
    private const int ResolveLazily = 1;

    /// <summary>The library as it was shipped; only read.</summary>
    [Required]
    public string Library { get; set; } = "";

    /// <summary>Where the copy goes: adapted, or as shipped where the system's libstdc++ is new enough.</summary>
    [Required]
    public string Adapted { get; set; } = "";

    /// <summary>Adapt without asking this system, for use on another one.</summary>
    public bool Always { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            var shipped = File.ReadAllBytes(Library);
            var isNeeded = Always || !SystemExports(TorchSharpLibrary.Provider, TorchSharpLibrary.Initializer);
            Replace(Adapted, isNeeded ? TorchSharpLibrary.Adapt(shipped) : shipped);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Log.LogError(null, "SVA001", null, Library, 0, 0, 0, 0, "{0}", e.Message);
        }

        return !Log.HasLoggedErrors;
    }

    private static bool SystemExports(string library, string symbol)
    {
        try
        {
            var handle = Open(library, ResolveLazily);
            return handle != IntPtr.Zero && Find(handle, symbol) != IntPtr.Zero;
        }
        catch (TypeLoadException)
        {
            throw new InvalidDataException("TorchSharp needs glibc 2.34, but the system's is older: use Debian 12, Ubuntu 22.04 or newer.");
        }
    }

    /// <summary>By way of a temporary file: an interrupted build must not leave half a library that looks up to date.</summary>
    private static void Replace(string path, byte[] bytes)
    {
        var temporary = path + ".tmp";
        File.WriteAllBytes(temporary, bytes);
        File.Delete(path);
        File.Move(temporary, path);
    }

    [DllImport("libc.so.6", EntryPoint = "dlopen")]
    private static extern IntPtr Open([MarshalAs(UnmanagedType.LPStr)] string library, int flags);

    [DllImport("libc.so.6", EntryPoint = "dlsym")]
    private static extern IntPtr Find(IntPtr handle, [MarshalAs(UnmanagedType.LPStr)] string symbol);
}

/// <summary>libLibTorchSharp.so, and the one thing it asks for that GCC 12's libstdc++ does not have.</summary>
internal static class TorchSharpLibrary
{
    public const string Provider = "libstdc++.so.6";

    /// <summary>The newest version that the libstdc++ of Debian 12 and Ubuntu 22.04 has.</summary>
    public const string NewestVersion = "GLIBCXX_3.4.30";

    /// <summary><c>std::ios_base_library_init()</c>, new in GCC 13. Not missed: LibTorch initializes the streams itself.</summary>
    public const string Initializer = "_ZSt21ios_base_library_initv";

    /// <summary>A function of the library itself, without arguments and without effect, to be called in its place.</summary>
    public const string Substitute = "THSAutograd_isGradEnabled";

    /// <summary>The same library, asking for nothing newer than <see cref="NewestVersion"/>. The argument stays as it is.</summary>
    /// <exception cref="InvalidDataException">Not an x86-64 library, or one that needs more than <see cref="Initializer"/>.</exception>
    public static byte[] Adapt(byte[] library)
    {
        var elf = new ElfLibrary((byte[])library.Clone());
        var versions = elf.VersionsOf(Provider);
        var tooNew = versions.FindAll(version => NumberOf(version.Name) > NumberOf(NewestVersion));
        if (tooNew.Count == 0)
            return library;

        var symbols = elf.Symbols();
        var initializer = OnlyUser(tooNew, symbols);
        var substitute = symbols.Find(symbol => symbol.Name == Substitute && symbol.IsDefined)
            ?? throw ElfLibrary.Unexpected($"does not define {Substitute}", $"it, as a substitute for {Initializer}");
        var newest = versions.Find(version => version.Name == NewestVersion)
            ?? throw ElfLibrary.Unexpected($"asks for {tooNew[0].Name} and not for {NewestVersion}", "both");

        initializer.TakeNameOf(substitute);
        initializer.DropVersion();
        tooNew[0].TakeNameOf(newest);
        return elf.Bytes;
    }

    private static ElfSymbol OnlyUser(List<ElfVersion> tooNew, List<ElfSymbol> symbols)
    {
        var users = symbols.FindAll(symbol => tooNew.Exists(version => version.Index == symbol.Version));
        if (tooNew.Count == 1 && users.Count == 1 && users[0].Name == Initializer && !users[0].IsDefined)
            return users[0];

        var versions = string.Join(", ", tooNew.Select(version => version.Name));
        var names = users.Count == 0 ? "no symbol" : string.Join(", ", users.Select(user => user.Name));
        throw ElfLibrary.Unexpected($"asks for {versions} through {names}", $"one such version, through {Initializer} alone");
    }

    private static Version? NumberOf(string version) =>
        version.StartsWith("GLIBCXX_", StringComparison.Ordinal) && Version.TryParse(version.Split('_')[1], out var number) ? number : null;
}

/// <summary>A 64-bit ELF library; the field names and places are those of <c>elf.h</c>.</summary>
internal sealed class ElfLibrary
{
    private const int Magic = 0x464C457F, Class64 = 2, MachineX64 = 62; // the magic is 7F 'E' 'L' 'F'
    private const int DynamicSymbols = 11, SymbolVersions = 0x6FFFFFFF, NeededVersions = 0x6FFFFFFE;

    public ElfLibrary(byte[] bytes)
    {
        Bytes = bytes;
        if (Int32(FileHeader.Magic) != Magic || Slice(FileHeader.Class, 1).Single() != Class64 || UInt16(FileHeader.Machine) != MachineX64)
            throw Unexpected("is not an ELF file for x86-64", "one");
    }

    public byte[] Bytes { get; }

    public static InvalidDataException Unexpected(string found, string expected) => new(
        $"The library {found}, but the build expects {expected}: restore the TorchSharp package anew if the file is damaged; " +
        "otherwise use TorchSharp 0.107.0 or a system with the libstdc++ of GCC 13, or leave the library as it is with the property "
            + "AdaptTorchSharp=false.");

    public List<ElfSymbol> Symbols()
    {
        var (symbols, versions) = (SectionOf(DynamicSymbols), SectionOf(SymbolVersions));
        var (start, versionStart, strings) = (Int32(symbols + Section.Offset), Int32(versions + Section.Offset), StringsOf(symbols));
        var count = Slice(start, Int32(symbols + Section.Size)).Count / ElfSymbol.Length;
        return [.. Enumerable.Range(0, count).Select(i =>
            new ElfSymbol(this, start + (i * ElfSymbol.Length), versionStart + (i * sizeof(ushort)), strings))];
    }

    /// <summary>The versions that the library asks <paramref name="provider"/> for.</summary>
    public List<ElfVersion> VersionsOf(string provider)
    {
        var section = SectionOf(NeededVersions);
        var strings = StringsOf(section);
        foreach (var need in Chain(Int32(section + Section.Offset), Need.Next))
        {
            if (Text(strings + Int32(need + Need.File)) == provider)
                return [.. Chain(need + Int32(need + Need.Versions), ElfVersion.Next).Select(at => new ElfVersion(this, at, strings))];
        }

        throw Unexpected($"does not need {provider}", "it to");
    }

    public int Int32(int at) => BitConverter.ToInt32(Bytes, Slice(at, sizeof(int)).Offset);

    public ushort UInt16(int at) => BitConverter.ToUInt16(Bytes, Slice(at, sizeof(ushort)).Offset);

    public string Text(int at) => Encoding.ASCII.GetString([.. Slice(at, Bytes.Length - at).TakeWhile(character => character != 0)]);

    private int SectionOf(int type)
    {
        var first = Int32(FileHeader.Sections);
        var sections = Enumerable.Range(0, UInt16(FileHeader.SectionCount)).Select(i => first + (i * Section.Length));
        return sections.Where(section => Int32(section + Section.Type) == type).Append(0).First() is > 0 and var found
            ? found
            : throw Unexpected($"has no section of type 0x{type:X}", "one");
    }

    private int StringsOf(int section) =>
        Int32(Int32(FileHeader.Sections) + (Int32(section + Section.Link) * Section.Length) + Section.Offset);

    /// <summary>The places of records that each say how many bytes further the next one is, the last one 0.</summary>
    private IEnumerable<int> Chain(int at, int nextField)
    {
        for (var step = 1; step > 0; at += step)
        {
            yield return at;
            step = Int32(at + nextField);
        }
    }

    private ArraySegment<byte> Slice(int at, int length) => at >= 0 && length >= 0 && at <= Bytes.Length - length
        ? new(Bytes, at, length)
        : throw Unexpected($"ends at byte {Bytes.Length}", $"{length} bytes from byte {at} on");

    /// <summary>Elf64_Ehdr.</summary>
    private static class FileHeader
    {
        public const int Magic = 0, Class = 4, Machine = 18, Sections = 40, SectionCount = 60;
    }

    /// <summary>Elf64_Shdr.</summary>
    private static class Section
    {
        public const int Type = 4, Offset = 24, Size = 32, Link = 40, Length = 64;
    }

    /// <summary>Elf64_Verneed: a library that is needed.</summary>
    private static class Need
    {
        public const int File = 4, Versions = 8, Next = 12;
    }
}

/// <summary>Elf64_Sym, a symbol at <paramref name="at"/>, and its entry in <c>.gnu.version</c>.</summary>
internal sealed class ElfSymbol(ElfLibrary elf, int at, int versionAt, int strings)
{
    public const int Length = 24;

    private const int NameField = 0, SectionField = 6;
    private const ushort AnyVersion = 1, HiddenBit = 0x8000;

    private readonly int at = at;

    public string Name => elf.Text(strings + elf.Int32(at + NameField));

    public int Version => elf.UInt16(versionAt) & ~HiddenBit;

    public bool IsDefined => elf.UInt16(at + SectionField) != 0;

    public void TakeNameOf(ElfSymbol other) => Buffer.BlockCopy(elf.Bytes, other.at + NameField, elf.Bytes, at + NameField, sizeof(int));

    public void DropVersion() => BitConverter.GetBytes(AnyVersion).CopyTo(elf.Bytes, versionAt);
}

/// <summary>Elf64_Vernaux, a version that is asked for, at <paramref name="at"/>.</summary>
internal sealed class ElfVersion(ElfLibrary elf, int at, int strings)
{
    public const int Next = 12;

    private const int HashField = 0, IndexField = 6, NameField = 8;

    private readonly int at = at;

    public string Name => elf.Text(strings + elf.Int32(at + NameField));

    public int Index => elf.UInt16(at + IndexField);

    public void TakeNameOf(ElfVersion other)
    {
        Buffer.BlockCopy(elf.Bytes, other.at + HashField, elf.Bytes, at + HashField, sizeof(int));
        Buffer.BlockCopy(elf.Bytes, other.at + NameField, elf.Bytes, at + NameField, sizeof(int));
    }
}
