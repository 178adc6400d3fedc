#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <thread>

#include "base/temp_dir.h"
#include "net/http_client.h"
#include "net/http_server_testlib.h"

namespace sextant::net {
namespace {

using testing::HasSubstr;

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Free<SSL_free>>;

// A certificate for 127.0.0.1 that vouches for itself, good for an hour.
Certificate SelfSigned(EVP_PKEY* key) {
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1,
                             0);
  X509_set_issuer_name(certificate.get(), name);
  X509_EXTENSION* address = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
  X509_add_ext(certificate.get(), address, -1);
  X509_EXTENSION_free(address);
  EXPECT_GT(X509_sign(certificate.get(), key, EVP_sha256()), 0);
  return certificate;
}

// Takes connections over TLS, one after the other, and answers each request with "secret".
class TlsServer {
 public:
  explicit TlsServer(const std::string& ca_file)
      : key_(EVP_EC_gen("P-256")), certificate_(SelfSigned(key_.get())) {
    std::unique_ptr<FILE, Free<fclose>> file(std::fopen(ca_file.c_str(), "w"));
    EXPECT_EQ(PEM_write_X509(file.get(), certificate_.get()), 1);
    EXPECT_EQ(SSL_CTX_use_certificate(context_.get(), certificate_.get()), 1);
    EXPECT_EQ(SSL_CTX_use_PrivateKey(context_.get(), key_.get()), 1);
  }

  std::string url() const { return "https://" + listener_.address(); }

  // False when the client breaks the handshake off.
  bool ServeOne() {
    const RawSocket connection = listener_.Accept();
    const Session session(SSL_new(context_.get()));
    SSL_set_fd(session.get(), connection.fd());
    if (SSL_accept(session.get()) != 1) return false;
    char request[4096];
    const int size = SSL_read(session.get(), request, sizeof request);
    if (size <= 0) return false;
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret";
    SSL_write(session.get(), answer.data(), static_cast<int>(answer.size()));
    SSL_shutdown(session.get());
    return true;
  }

 private:
  RawListener listener_;
  Key key_;
  Certificate certificate_;
  Context context_{SSL_CTX_new(TLS_server_method())};
};

struct Outcome {
  Status status;
  std::string body;
};

Outcome Fetch(const ClientOptions& options) {
  ClientRequest request;
  request.method = "GET";
  Outcome outcome;
  ResponseSink sink;
  sink.on_data = [&](std::string_view data) {
    outcome.body += data;
    return true;
  };
  outcome.status = HttpClient::Create(options)->Send(request, sink, Deadline::After(kSoon), CancelToken());
  return outcome;
}

TEST(HttpClientTls, ReadsFromAServerThatItsAuthorityVouchesFor) {
  const TempDir dir;
  TlsServer server(dir.Join("ca.pem"));
  std::thread serving([&] { EXPECT_TRUE(server.ServeOne()); });
  ClientOptions options;
  options.base_url = server.url();
  options.ca_file = dir.Join("ca.pem");
  const Outcome outcome = Fetch(options);
  serving.join();
  EXPECT_TRUE(outcome.status.ok()) << outcome.status.ToString();
  EXPECT_EQ(outcome.body, "secret");
}

TEST(HttpClientTls, TellsNothingToAServerNobodyVouchesFor) {
  const TempDir dir;
  TlsServer server(dir.Join("ca.pem"));
  std::thread serving([&] { EXPECT_FALSE(server.ServeOne()); });
  ClientOptions options;
  options.base_url = server.url();
  const Outcome outcome = Fetch(options);
  serving.join();
  EXPECT_EQ(outcome.status.code(), Code::kUnavailable);
  EXPECT_THAT(outcome.status.message(), HasSubstr("certificate"));
}

TEST(HttpClientTls, ReadsFromAnyServerWhenVerifyingIsOff) {
  const TempDir dir;
  TlsServer server(dir.Join("ca.pem"));
  std::thread serving([&] { EXPECT_TRUE(server.ServeOne()); });
  ClientOptions options;
  options.base_url = server.url();
  options.verify_tls = false;
  EXPECT_EQ(Fetch(options).body, "secret");
  serving.join();
}

}  // namespace
}  // namespace sextant::net
