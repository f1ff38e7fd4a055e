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
}
