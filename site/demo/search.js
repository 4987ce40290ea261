window.plimsollSearch = [
["cart","cart","Buying · shop · ● healthy"],
["catalog","catalog","products · shop · ● healthy"],
["checkout","Checkout","Buying · shop · ◆ degraded"],
["image-resizer","image-resizer","web · shop · ● healthy"],
["inventory","inventory","fulfilment · shop · ● healthy"],
["notifications","notifications","fulfilment · shop · ◆ degraded"],
["payments","Payments","Payments \u0026 refunds · shop · ◆ degraded"],
["platform/log-shipper","log-shipper","platform · platform · ● healthy"],
["recommendations","recommendations","products · shop · ● healthy"],
["reports","reports","finance · shop · ◆ degraded"],
["search","search","products · shop · ◆ degraded"],
["storefront","storefront","web · shop · ◆ degraded"]
];
