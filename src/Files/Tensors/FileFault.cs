namespace ScratchVsAutograd.Files;

/// <summary>Turns what goes wrong in a file into a sentence for the user.</summary>
internal static class FileFault
{
    /// <summary>Runs something that reads a file.</summary>
    /// <exception cref="FileException">The file is not what was expected; the message names it.</exception>
    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (Sentence(error) is not null)
        {
            throw new FileException($"{path}: {Sentence(error)}.", error);
        }
    }

    /// <summary>Names the tensor that something is wrong with.</summary>
    /// <exception cref="InvalidDataException">It cannot be read; the message names it.</exception>
    public static T In<T>(string tensor, ReadOptions options, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException(
                $"the array '{Shown(tensor)}' cannot be used: {Sentence(error)}{options.Cure("; ", tensor, " leaves it out")}", error);
        }
    }

    /// <summary>Reads something that may be left out, where it cannot be used, if the user said so.</summary>
    /// <param name="isLeftOut">Whether the user did.</param>
    /// <param name="read">What reads it.</param>
    /// <returns>null where it is left out.</returns>
    public static T? Unless<T>(bool isLeftOut, Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (Exception error) when (isLeftOut && (error is FileException || Sentence(error) is not null))
        {
            return null;
        }
    }

    /// <summary>A stranger's name, fit for a terminal: without control characters, and not endless.</summary>
    public static string Shown(string name)
    {
        const int Longest = 200;
        var plain = string.Concat(name.Select(character => char.IsControl(character) ? '?' : character));
        return plain.Length <= Longest ? plain : $"{plain[..Longest]}…";
    }

    private static string? Sentence(Exception error) => error switch
    {
        EndOfStreamException => "it ends before its array does; it was cut off, so copy or save it again",
        FileNotFoundException or DirectoryNotFoundException => "there is no such file or folder; give one that exists",
        UnauthorizedAccessException => "it may not be read (permission denied); give a file that can be read",
        InvalidDataException or IOException => error.Message.TrimEnd('.'),
        _ => null,
    };
}
