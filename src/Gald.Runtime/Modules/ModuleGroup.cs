using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>Modules under a common key, such as <c>convs.0</c> and <c>convs.1</c>, which are called one by one.</summary>
public sealed class ModuleGroup : nn.Module
{
    /// <summary>A group without modules.</summary>
    /// <param name="name">Its key.</param>
    public ModuleGroup(string name) : base(name)
    {
    }

    /// <summary>Adds a module, which the group disposes from here on.</summary>
    /// <param name="key">Its key in the group, such as <c>0</c>.</param>
    /// <param name="child">The module.</param>
    /// <returns>The group itself.</returns>
    public ModuleGroup Add(string key, nn.Module child)
    {
        register_module(key, child);
        return this;
    }

    /// <summary>A module's child.</summary>
    /// <param name="parent">The module.</param>
    /// <param name="key">The child's key, which the module has.</param>
    public static nn.Module In(nn.Module parent, string key) => parent.named_children().Single(child => child.name == key).module;

    /// <summary>Does nothing: modules are registered as they are added.</summary>
    protected override void RegisterComponents() { }
}
