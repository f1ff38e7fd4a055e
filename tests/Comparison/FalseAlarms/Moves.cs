using ScratchVsAutograd.Tests.Comparison.FalseAlarms.Ops;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>The steps a draft can take next, and the losses it can end in.</summary>
internal static class Moves
{
    private static readonly IReadOnlyList<Action<Draft>> All =
    [
        Elementwise, Elementwise, Elementwise, Elementwise, Linear, Linear, Linear, Combine, Combine, NewPartner, Reduce,
        Normalize, Normalize,
        Rearrange, Attend, BiasBeforeNormalization, Dropout, Gather, SideBySide, Multiply,
    ];

    // Statistics of no rows at all are NaN.
    private static readonly IReadOnlyList<Action<Draft>> ForEmpty = [Elementwise, Linear, Combine, NewPartner, Dropout];

    private static readonly IReadOnlyList<Action<Draft>> Losses =
    [
        draft => draft.Lose(Ops.Losses.Weighted, draft.Current, draft.Leaf(LeafRole.Constant, [draft.Rows, draft.Columns])),
        draft => draft.Lose(Ops.Losses.Sum, draft.Current),
        draft => draft.Lose(Ops.Losses.MeanSquare, draft.Current),
        draft => draft.Lose(Ops.Losses.MeanSquaredError, draft.Current, draft.Leaf(LeafRole.Constant, [draft.Rows, draft.Columns])),
        draft => draft.Lose(Ops.Losses.Logistic, draft.Current, draft.Signs()),
        CrossEntropy,
    ];

    /// <summary>Takes the step of that number.</summary>
    public static void Make(Draft draft, int number)
    {
        var moves = draft.Rows == 0 ? ForEmpty : All;
        moves[number % moves.Count](draft);
    }

    /// <summary>Ends in the loss of that number.</summary>
    public static void End(Draft draft, int number) => Losses[number % (draft.Rows == 0 ? 2 : Losses.Count)](draft);

    private static void Elementwise(Draft draft) => draft.Continue(draft.OneOf(Ops.Elementwise.All), draft.Current);

    private static void Linear(Draft draft) => Linear(draft, draft.OneOf([1, 2, 3, 5, 7, 16]));

    private static void Linear(Draft draft, long outputs)
        => draft.Continue(Products.Linear, draft.Current, draft.Weights(outputs, draft.Columns), draft.Bias(outputs));

    // With something earlier, or with itself: fan-out.
    private static void Combine(Draft draft) => draft.Continue(draft.OneOf(Pairs.All), draft.Current, draft.OneOf(draft.Partners()));

    private static void NewPartner(Draft draft)
    {
        long[] shape = draft.OneOf<long[]>([[1, draft.Columns], [draft.Rows, 1], [1, 1], [draft.Rows, draft.Columns]]);
        draft.Continue(
            draft.OneOf(Pairs.All), draft.Current,
            draft.Leaf(draft.OneOf([LeafRole.Parameter, LeafRole.Parameter, LeafRole.Input]), shape));
    }

    private static void Reduce(Draft draft) => draft.Continue(draft.OneOf(Reductions.All), draft.Current);

    private static void Normalize(Draft draft) => draft.Continue(draft.OneOf(Normalizations.All), draft.Current);

    private static void Rearrange(Draft draft)
    {
        if (draft.Columns >= 2) draft.Continue(draft.OneOf(Rearrangements.All), draft.Current);
    }

    // softmax(X Xᵀ / 4) X
    private static void Attend(Draft draft)
    {
        if (draft.Rows > 64) return;
        var X = draft.Current;
        draft.Continue(Products.Gram, X);
        if (draft.Current == X) return;
        draft.Continue(Normalizations.Softmax, draft.Current);
        if (draft.Current != X && draft.Rows == draft.Columns) draft.Continue(Products.Matrix, draft.Current, X);
    }

    // The mean takes the bias out again: its gradient is zero but for rounding.
    private static void BiasBeforeNormalization(Draft draft)
    {
        Linear(draft, draft.OneOf([1, 2, 3, 5, 7]));
        draft.Continue(draft.OneOf(Normalizations.OverRows), draft.Current);
    }

    private static void Dropout(Draft draft) => draft.Continue(Pairs.Multiply, draft.Current, draft.Mask());

    private static void Gather(Draft draft) => draft.Continue(Products.Rows, draft.Current, draft.RowNumbers(draft.OneOf([1, 4, 9])));

    private static void SideBySide(Draft draft)
    {
        if (draft.Columns < 100) draft.Continue(Rearrangements.SideBySide, draft.Current, draft.OneOf(draft.Neighbours()));
    }

    private static void Multiply(Draft draft)
        => draft.Continue(Products.Matrix, draft.Current, draft.Weights(draft.Columns, draft.OneOf([1, 3, 8])));

    // Without its ε the notebook's logarithm meets a zero where logits are far apart.
    private static void CrossEntropy(Draft draft)
        => draft.Lose(draft.Range < 8
            ? draft.OneOf([Ops.Losses.CrossEntropy, Ops.Losses.LogSoftmaxCrossEntropy])
            : Ops.Losses.LogSoftmaxCrossEntropy, draft.Current, draft.Labels());
}
