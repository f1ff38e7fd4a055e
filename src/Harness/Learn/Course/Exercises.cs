using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Learn.Course;

/// <summary>The course: the files of the folder <c>exercises</c>, which are in the program, in the order of their numbers.</summary>
internal static class Exercises
{
    private const string Prefix = "exercises/", Ending = ".cs";

    private static readonly Lazy<IReadOnlyList<Exercise>> Course = new(() => [.. Read()]);

    /// <summary>From the first to the last.</summary>
    public static IReadOnlyList<Exercise> All => Course.Value;

    /// <summary>The one of that name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static Exercise Named(string name)
        => All.FirstOrDefault(exercise => exercise.Name == name || exercise.FileName == name) ?? throw new InputException(
            $"There is no exercise '{name}'{Nearest.Question(name, All.Select(exercise => exercise.Name))}; 'learn' lists them.");

    /// <summary>The one that a computation of that name is the reader's solution of; null where it is none.</summary>
    public static Exercise? Of(string computation) => All.FirstOrDefault(exercise => exercise.Computation == computation);

    /// <summary>The one after it; null after the last.</summary>
    public static Exercise? After(Exercise exercise) => exercise.Number < All.Count ? All[exercise.Number] : null;

    private static IEnumerable<Exercise> Read()
    {
        var assembly = typeof(Exercises).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToList();
        foreach (var (index, name) in names.Index())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            // 01-affine.cs is the exercise affine.
            yield return new Exercise(
                index + 1, names.Count, name[(Prefix.Length + name[Prefix.Length..].IndexOf('-') + 1)..^Ending.Length], reader.ReadToEnd());
        }
    }
}
