namespace Gald.Data;

/// <summary>
/// A random change of brightness b, contrast c and saturation s. One after the other they are, for a value v of a pixel of grey g
/// in an image of mean grey m: s·b·c·v + (1 − s)·b·c·g + b·m·(1 − c), limited to 0 to 255.
/// </summary>
internal readonly struct ColourChange
{
    private readonly bool none;
    private readonly float ofValue, ofGrey, constant;

    public ColourChange(LabelledImage image, AugmentationOptions options, ref SplitMix64 random)
    {
        var brightness = 1 + options.Brightness * random.Between(-1, 1);
        var contrast = 1 + options.Contrast * random.Between(-1, 1);
        var saturation = 1 + options.Saturation * random.Between(-1, 1);
        none = brightness == 1 && contrast == 1 && saturation == 1;
        ofValue = (float)(saturation * brightness * contrast);
        ofGrey = (float)((1 - saturation) * brightness * contrast);
        constant = none ? 0 : (float)(brightness * MeanGrey(image.Pixels) * (1 - contrast));
    }

    /// <summary>Changes pixels of three values each: red, green, blue.</summary>
    public void Apply(Span<float> pixels)
    {
        if (none)
            return;
        for (var i = 0; i + 2 < pixels.Length; i += 3)
        {
            var added = ofGrey * Grey(pixels[i], pixels[i + 1], pixels[i + 2]) + constant;
            pixels[i] = Math.Clamp(ofValue * pixels[i] + added, 0, 255);
            pixels[i + 1] = Math.Clamp(ofValue * pixels[i + 1] + added, 0, 255);
            pixels[i + 2] = Math.Clamp(ofValue * pixels[i + 2] + added, 0, 255);
        }
    }

    private static double MeanGrey(byte[] pixels)
    {
        long red = 0, green = 0, blue = 0;
        for (var i = 0; i < pixels.Length; i += 3)
        {
            red += pixels[i];
            green += pixels[i + 1];
            blue += pixels[i + 2];
        }
        return Grey(red, green, blue) * 3 / pixels.Length;
    }

    /// <summary>Luma of ITU-R BT.601.</summary>
    private static float Grey(float red, float green, float blue) => 0.299f * red + 0.587f * green + 0.114f * blue;
}
