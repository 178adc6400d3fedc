// Calls between the shop's services, as the clients' SDKs write them.
#pragma once

#include <string_view>

#include "demo/core/catalogue.h"
#include "demo/core/tree.h"

namespace sextant::demo {

inline constexpr Scope kNodeGrpcScope = {"@opentelemetry/instrumentation-grpc", "0.51.1"};
inline constexpr Scope kGoGrpcScope = {
    "go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc", "0.60.0"};
inline constexpr Scope kPythonGrpcScope = {"opentelemetry.instrumentation.grpc", "0.51b0"};

struct Rpc {
  // As Node.js names its spans: "grpc.oteldemo.CartService/GetCart".
  std::string_view node_name;
  Service server;

  constexpr std::string_view path() const { return node_name.substr(5); }
  constexpr std::string_view service() const { return path().substr(0, path().find('/')); }
  constexpr std::string_view method() const { return path().substr(path().find('/') + 1); }
};

inline constexpr Rpc kGetProduct = {"grpc.oteldemo.ProductCatalogService/GetProduct",
                                    Service::kProductCatalog};
inline constexpr Rpc kListProducts = {"grpc.oteldemo.ProductCatalogService/ListProducts",
                                      Service::kProductCatalog};
inline constexpr Rpc kListRecommendations = {"grpc.oteldemo.RecommendationService/ListRecommendations",
                                             Service::kRecommendation};
inline constexpr Rpc kGetAds = {"grpc.oteldemo.AdService/GetAds", Service::kAd};
inline constexpr Rpc kGetCart = {"grpc.oteldemo.CartService/GetCart", Service::kCart};
inline constexpr Rpc kAddItem = {"grpc.oteldemo.CartService/AddItem", Service::kCart};
inline constexpr Rpc kEmptyCart = {"grpc.oteldemo.CartService/EmptyCart", Service::kCart};
inline constexpr Rpc kConvert = {"grpc.oteldemo.CurrencyService/Convert", Service::kCurrency};
inline constexpr Rpc kGetCurrencies = {"grpc.oteldemo.CurrencyService/GetSupportedCurrencies",
                                       Service::kCurrency};
inline constexpr Rpc kGetQuote = {"grpc.oteldemo.ShippingService/GetQuote", Service::kShipping};
inline constexpr Rpc kShipOrder = {"grpc.oteldemo.ShippingService/ShipOrder", Service::kShipping};
inline constexpr Rpc kCharge = {"grpc.oteldemo.PaymentService/Charge", Service::kPayment};
inline constexpr Rpc kPlaceOrder = {"grpc.oteldemo.CheckoutService/PlaceOrder", Service::kCheckout};

// rpc.system, rpc.service and rpc.method.
AttributeList RpcAttributes(const Rpc& rpc);
void Succeed(Frame& frame);  // rpc.grpc.status_code 0

using Served = FunctionRef<void(Frame& client)>;

// The client's span around `served`; its status code is 0 unless `served` made the span an error.
// A customer, once known, is on every span of the frontend.
void FrontendCall(Trace& trace, Frame& parent, const Rpc& rpc, Served served,
                  const Customer* customer = nullptr);
void CheckoutCall(Trace& trace, Frame& parent, const Rpc& rpc, Served served);
void RecommendationCall(Trace& trace, Frame& parent, const Rpc& rpc, Served served);

void SetCustomer(Frame& frame, const Customer& customer);

}  // namespace sextant::demo
