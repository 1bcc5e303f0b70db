using TorchSharp;

namespace Gald.Computing;

/// <summary>
/// This thread's mixed precision until disposal: libtorch rounds the inputs of convolutions and matrix products to bfloat16 and
/// keeps rounded copies of the weights until the outermost use ends. What libtorch does not let one reach is left as it is.
/// </summary>
internal sealed class Autocast : IDisposable
{
    private readonly DeviceType device;
    private readonly bool enabledBefore;
    private readonly torch.ScalarType typeBefore;
    private bool isActive;

    public Autocast(Precision precision, DeviceType device)
    {
        this.device = device;
        if (!TorchExports.HasAutocast)
            return;
        enabledBefore = TorchExports.IsAutocastEnabled(device);
        var wanted = precision == Precision.BFloat16;
        if (!enabledBefore && !wanted)
            return;
        typeBefore = TorchExports.AutocastType(device);
        TorchExports.SetAutocastType(device, wanted ? torch.ScalarType.BFloat16 : typeBefore);
        TorchExports.SetAutocastEnabled(device, wanted);
        TorchExports.increment_nesting();
        isActive = true;
    }

    public void Dispose()
    {
        if (!isActive)
            return;
        isActive = false;
        if (TorchExports.decrement_nesting() == 0)
            TorchExports.clear_cache();
        TorchExports.SetAutocastEnabled(device, enabledBefore);
        TorchExports.SetAutocastType(device, typeBefore);
    }
}
