namespace ScratchVsAutograd.Files.Writing;

/// <summary>The kinds of files that Unix has, by its own numbers.</summary>
internal enum FileKind
{
    Pipe = 0x1000,
    CharacterDevice = 0x2000,
    Folder = 0x4000,
    BlockDevice = 0x6000,
    Regular = 0x8000,
    Socket = 0xC000,
}
