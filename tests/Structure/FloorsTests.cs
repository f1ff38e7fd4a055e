namespace ScratchVsAutograd.Tests.Structure;

/// <summary>Each project is built in floors; docs/architecture.md says what is on them.</summary>
public sealed class FloorsTests
{
    private static readonly Dictionary<string, Floors> Projects = new()
    {
        ["Comparison"] = new Floors(
            "Numerics",
            "Text",
            "Diff",
            "Pictures",
            "Runs",
            "Reports",
            "Printing",
            "Slopes",
            "Witness, Gradcheck, Precision",
            "Contract",
            "Diagnosis",
            "Judging",
            "Functions",
            "Json",
            "Page",
            "."),
        ["Files"] = new Floors(
            "Tensors",
            "Npy, Writing",
            "Npz, Safetensors",
            "Dumps",
            "."),
        ["Harness"] = new Floors(
            "Options",
            "Data, Output",
            "Experiments",
            "Experiments/Notebook, Experiments/ConvReference, Experiments/LeNet, Experiments/Gpt2, Experiments/Op, Compare/Print, "
                + "Ops/Checks, Learn/Course",
            "Compare/Dumps",
            "Diff/Causes",
            "Compare, Check, Diff, Train, Ops, New, Learn",
            "."),
    };

    public static TheoryData<string> Names => [.. Projects.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Nothing_refers_up(string project)
    {
        var references = FolderReferences.In(project);
        var faults = Projects[project].Faults(references);
        Assert.True(faults is [], string.Join('\n', faults));
        // A floor that nobody refers to or from was renamed, or is not read.
        Assert.Empty(
            Projects[project].Folders.Except(references.SelectMany(reference => new[] { reference.FromFolder, reference.ToFolder })));
    }

    [Theory]
    [InlineData("a base type", "class Lower : Upper;")]
    [InlineData("an interface", "class Lower : IUpper;")]
    [InlineData("a field", "class Lower { Upper? field = null; }")]
    [InlineData("a parameter", "class Lower { void Do(Upper of) { } }")]
    [InlineData("a type argument", "class Lower { System.Collections.Generic.List<Upper> all = []; }")]
    [InlineData("an array", "class Lower { Upper[] all = []; }")]
    [InlineData("a constraint", "class Lower<T> where T : Upper;")]
    [InlineData("an attribute", "[Upper.Mark] class Lower;")]
    [InlineData("a call", "class Lower { void Do() => Upper.Do(); }")]
    [InlineData("a call by using static", "using static Above.Upper; namespace Below; class Lower { void Other() => Do(); }")]
    [InlineData("an extension", "class Lower { void Do() => 1.Extended(); }")]
    [InlineData("a constant", "class Lower { const int Own = Upper.Constant; }")]
    [InlineData("a nameof", "class Lower { string Name => nameof(Upper); }")]
    [InlineData("an inferred type", "class Lower { void Do() { var made = Maker.Make(); } }")]
    [InlineData("a member of what is returned", "class Lower { int Do() => Maker.Make().Number; }")]
    [InlineData("a conversion", "class Lower { void Do() => Maker.Take(new()); }")]
    [InlineData("a pattern", "class Lower { bool Do(object of) => of is Upper; }")]
    [InlineData("a nested type", "class Lower { class Inner { Upper? field = null; } }")]
    [InlineData("top-level code of a type parameter", "class Lower { object Do() => Maker.Any<Upper>(); }")]
    public void A_reference_up_is_found(string what, string lower)
    {
        var faults = Faults(lower);
        Assert.True(
            faults.Any(fault => fault.StartsWith("Lower in Below refers up to ", StringComparison.Ordinal)
                && fault.EndsWith(" in Above.", StringComparison.Ordinal)), $"{what}: {string.Join(' ', faults)}");
    }

    [Theory]
    [InlineData("class Lower { void Do(Ground of) { } }")]
    [InlineData("/* Upper */ class Lower; // Upper")]
    [InlineData("/// <see cref=\"Upper\"/>\nclass Lower { string text = \"Upper\"; }")]
    public void A_reference_down_or_in_words_only_is_none(string lower) => Assert.Empty(Faults(lower));

    [Fact]
    public void A_reference_aside_is_found()
    {
        var references = FolderReferences.In(
            "made-up", ("One/A.cs", "namespace One; class A { Two.B? b = null; }"), ("Two/B.cs", "namespace Two; class B;"));
        Assert.Equal(["A in One refers aside to B in Two."], new Floors("One, Two").Faults(references));
        Assert.Empty(new Floors("Two", "One").Faults(references));
        Assert.Equal(["A in One refers up to B in Two."], new Floors("One", "Two").Faults(references));
    }

    [Fact]
    public void A_folder_on_no_floor_is_found()
    {
        var references = FolderReferences.In(
            "made-up", ("One/A.cs", "namespace One; class A { Two.B? b = null; }"), ("Two/B.cs", "namespace Two; class B;"));
        Assert.Equal(["Two is on no floor."], new Floors("One").Faults(references));
    }

    [Fact]
    public void A_folder_belongs_to_the_one_it_lies_in_unless_it_is_named()
    {
        var references = FolderReferences.In(
            "made-up", ("One/A.cs", "namespace One; class A { B? b = null; }"),
            ("One/Inner/B.cs", "namespace One; class B { A? a = null; }"));
        Assert.Equal(2, references.Count);
        Assert.Empty(new Floors("One").Faults(references));
        Assert.Equal(["B in One/Inner refers up to A in One."], new Floors("One/Inner", "One").Faults(references));
    }

    [Fact]
    public void Code_that_the_compiler_does_not_understand_is_not_passed_over()
        => Assert.ThrowsAny<Exception>(() => FolderReferences.In("made-up", ("One/A.cs", "class A : Nothing;")));

    private static IReadOnlyList<string> Faults(string lower)
    {
        const string Upper = """
            namespace Above;
            interface IUpper;
            class Upper
            {
                public const int Constant = 1;
                public int Number => 1;
                public static void Do() { }
                public class MarkAttribute : System.Attribute;
            }
            static class Extensions { public static void Extended(this int number) { } }
            """;
        const string Maker = "namespace Beside; static class Maker { public static Above.Upper Make() => new(); public static void "
            + "Take(Above.Upper of) { } public static T? Any<T>() => default; }";
        var text = lower.Contains("namespace", StringComparison.Ordinal)
            ? lower
            : $"using Above; using Beside; using Basement; namespace Below; {lower}";
        var references = FolderReferences.In(
            "made-up", ("Ground/Ground.cs", "namespace Basement; class Ground;"), ("Below/Lower.cs", text), ("Above/Upper.cs", Upper),
            ("Beside/Maker.cs", Maker));
        return [.. new Floors("Ground", "Below", "Above", "Beside").Faults(references)
            .Where(fault => fault.StartsWith("Lower", StringComparison.Ordinal))];
    }
}
