using ScratchVsAutograd.Harness.Ops.Checks;
using ScratchVsAutograd.Scratch.Catalogue;
using TorchSharp;

namespace ScratchVsAutograd.Tests.Harness.Ops;

/// <summary>Every op of the catalogue, by every check.</summary>
public sealed class CatalogueTests
{
    public static TheoryData<string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var row in OpCatalogue.Rows)
            {
                foreach (var check in OpChecks.All) cells.Add(row.Name, check.Name);
            }

            return cells;
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Every_op_passes_every_check(string op, string check)
    {
        var row = OpCatalogue.Rows.Single(row => row.Name == op);
        var faults = OpChecks.All.Single(one => one.Name == check).Faults(row, torch.CPU);
        Assert.True(faults is null or [], string.Join('\n', faults ?? []));
    }

    [Fact]
    public void Every_public_op_has_a_row_and_every_row_a_public_op()
    {
        var ops = typeof(Gradients).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == "ScratchVsAutograd.Ops" && type is { IsAbstract: true, IsSealed: true });
        Assert.Equal(
            ops.Select(op => op.Name).Order(StringComparer.Ordinal), OpCatalogue.Rows.Select(row => row.Op.Name)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_row_stands_in_the_family_of_its_op()
        => Assert.All(OpCatalogue.Families, family => Assert.All(
            family.Rows, row => Assert.True(
                File.Exists(Path.Combine(Repository.Root, "src", "Scratch", "Ops", family.Name, row.Op.Name + ".cs")), row.Name)));
}
