using StreetScenes;
using static TorchSharp.torch;

using var net = new CityscapesGald();
foreach (var k in net.state_dict().Keys.Skip(200)) Console.WriteLine(k);
