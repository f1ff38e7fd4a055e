namespace ScratchVsAutograd.Comparison.Pictures;

/// <summary>How alike two gradients are as vectors, over the elements that are finite on both sides; shown, never what decides.</summary>
/// <param name="Cosine">⟨s, a⟩ / (‖s‖ ‖a‖): 1 for the same direction, whatever the lengths; NaN where one is zero.</param>
/// <param name="RelativeL2">‖s − a‖ / ‖a‖.</param>
/// <param name="NormRatio">‖s‖ / ‖a‖.</param>
internal sealed record VectorLikeness(double Cosine, double RelativeL2, double NormRatio)
{
    /// <summary>The sums that it follows from.</summary>
    internal struct Sums
    {
        private double ss, aa, sa, dd;

        /// <summary>Adds an element.</summary>
        public void Add(double s, double a)
        {
            var d = s - a;
            if (!double.IsFinite(d)) return;
            (ss, aa, sa, dd) = (ss + s * s, aa + a * a, sa + s * a, dd + d * d);
        }

        /// <summary>What they come to.</summary>
        public readonly VectorLikeness Likeness
            => new(Math.Clamp(sa / Math.Sqrt(ss) / Math.Sqrt(aa), -1, 1), Math.Sqrt(dd / aa), Math.Sqrt(ss / aa));
    }
}
