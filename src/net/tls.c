/* tls.c - verify the peer, and say in plain words why it was refused. */

/* First: its headers have arguments called rand, which ours then ban. */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "net/tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>

struct tls {
	SSL_CTX *context;
	SSL *ssl;
	const char *host;	/* borrowed */
};

/* Verification results that an operator meets, and what to do. */
static const struct refusal {
	long result;
	const char *text;
} refusals[] = {
	{ X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
	  "the certificate is self-signed and not trusted; name the file of "
	  "its authority in ca_file" },
	{ X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
	  "the certificate comes from a self-signed authority that is not "
	  "trusted; name the file of the authority in ca_file" },
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
	  "the certificate comes from an authority that is not trusted; name "
	  "the file of the authority in ca_file" },
	{ X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
	  "the certificate comes from an authority that is not trusted; name "
	  "the file of the authority in ca_file" },
	{ X509_V_ERR_CERT_HAS_EXPIRED, "the certificate has expired" },
	{ X509_V_ERR_CERT_NOT_YET_VALID,
	  "the certificate is not valid yet (is the clock right?)" },
	{ X509_V_ERR_HOSTNAME_MISMATCH,
	  "the certificate is for another host name" },
	{ X509_V_ERR_IP_ADDRESS_MISMATCH,
	  "the certificate does not name this address; use the host name" },
};

static bool is_address(const char *host)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, host, bytes) == 1 ||
	       inet_pton(AF_INET6, host, bytes) == 1;
}

/* Load the authorities and set what has to hold. */
static bool prepare(struct tls *tls, const char *ca_file, struct err *err)
{
	X509_VERIFY_PARAM *param = SSL_CTX_get0_param(tls->context);
	bool address = is_address(tls->host);

	SSL_CTX_set_verify(tls->context, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_mode(tls->context, SSL_MODE_ENABLE_PARTIAL_WRITE |
			 SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	if (SSL_CTX_set_min_proto_version(tls->context, TLS1_2_VERSION) != 1)
		return err_temporary(err, "OpenSSL refuses TLS 1.2");
	if (ca_file == NULL
	    ? SSL_CTX_set_default_verify_paths(tls->context) != 1
	    : SSL_CTX_load_verify_file(tls->context, ca_file) != 1)
		return err_permanent(err, "ca_file %s cannot be read as PEM",
				     ca_file == NULL ? "of the system" :
						       ca_file);
	X509_VERIFY_PARAM_set_hostflags(param,
					X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	if ((address ? X509_VERIFY_PARAM_set1_ip_asc(param, tls->host)
		     : X509_VERIFY_PARAM_set1_host(param, tls->host, 0)) != 1)
		return err_permanent(err, "this is not a host name");
	return true;
}

static bool begin(struct tls *tls, int fd, struct err *err)
{
	tls->ssl = SSL_new(tls->context);
	if (tls->ssl == NULL || SSL_set_fd(tls->ssl, fd) != 1)
		return err_temporary(err, "out of memory for TLS");
	/* SNI carries names only (RFC 6066, 3). */
	if (!is_address(tls->host) &&
	    SSL_set_tlsext_host_name(tls->ssl, tls->host) != 1)
		return err_permanent(err, "this is not a host name");
	SSL_set_connect_state(tls->ssl);
	return true;
}

struct tls *tls_new(int fd, const char *host, const char *ca_file,
		    struct err *err)
{
	struct tls *tls = calloc(1, sizeof(*tls));

	if (tls == NULL) {
		err_temporary(err, "out of memory for TLS");
		return NULL;
	}
	ERR_clear_error();
	tls->host = host;
	tls->context = SSL_CTX_new(TLS_client_method());
	if (tls->context == NULL)
		err_temporary(err, "out of memory for TLS");
	else if (prepare(tls, ca_file, err) && begin(tls, fd, err))
		return tls;
	tls_free(&tls);
	return NULL;
}

void tls_free(struct tls **tls)
{
	if (*tls == NULL)
		return;
	SSL_free((*tls)->ssl);
	SSL_CTX_free((*tls)->context);
	free(*tls);
	*tls = NULL;
}

/* Does the operator have to act?  Else it may pass by itself. */
static enum err_kind kind_of(int reason)
{
	switch (reason) {
	case SSL_R_UNSUPPORTED_PROTOCOL:
	case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
	case SSL_R_WRONG_VERSION_NUMBER:
	case SSL_R_NO_PROTOCOLS_AVAILABLE:
		return ERR_PERMANENT;
	default:
		return ERR_TEMPORARY;
	}
}

static void explain_certificate(const struct tls *tls, struct err *err)
{
	long result = SSL_get_verify_result(tls->ssl);

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (refusals[i].result == result) {
			err_permanent(err, "%s", refusals[i].text);
			return;
		}
	err_permanent(err, "the certificate is refused: %s",
		      X509_verify_cert_error_string(result));
}

static void explain(const struct tls *tls, int why, struct err *err)
{
	const unsigned long code = ERR_peek_error();
	const int reason = ERR_GET_REASON(code);
	const char *text = ERR_reason_error_string(code);

	if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED)
		explain_certificate(tls, err);
	else if (reason == SSL_R_WRONG_VERSION_NUMBER)
		err_permanent(err, "the server does not speak TLS on this "
			      "port; is it a port for STARTTLS?");
	else if (kind_of(reason) == ERR_PERMANENT)
		err_permanent(err, "the server does not offer TLS 1.2 or "
			      "above");
	else if (why == SSL_ERROR_ZERO_RETURN ||
		 reason == SSL_R_UNEXPECTED_EOF_WHILE_READING)
		err_temporary(err, "the server closed the connection");
	else if (why == SSL_ERROR_SYSCALL && code == 0)
		err_temporary(err, "%s", errno != 0 ? strerror(errno) :
			      "the server closed the connection");
	else
		err_temporary(err, "TLS failed: %s",
			      text != NULL ? text : "no reason given");
}

/* What OpenSSL meant by a result of 0 or below. */
static ssize_t judge(const struct tls *tls, int result, short *events_r,
		     struct err *err)
{
	int why = SSL_get_error(tls->ssl, result);

	*events_r = why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
	if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
		return 0;
	explain(tls, why, err);
	return -1;
}

ssize_t tls_handshake(struct tls *tls, short *events_r, struct err *err)
{
	int n;

	ERR_clear_error();
	errno = 0;
	n = SSL_do_handshake(tls->ssl);
	return n == 1 ? 1 : judge(tls, n, events_r, err);
}

ssize_t tls_read(struct tls *tls, void *buf, size_t count, short *events_r,
		 struct err *err)
{
	int n;

	ERR_clear_error();
	errno = 0;
	n = SSL_read(tls->ssl, buf, count > INT_MAX ? INT_MAX : (int)count);
	return n > 0 ? n : judge(tls, n, events_r, err);
}

ssize_t tls_write(struct tls *tls, const void *buf, size_t count,
		  short *events_r, struct err *err)
{
	int n;

	ERR_clear_error();
	errno = 0;
	n = SSL_write(tls->ssl, buf, count > INT_MAX ? INT_MAX : (int)count);
	return n > 0 ? n : judge(tls, n, events_r, err);
}

bool tls_pending(const struct tls *tls)
{
	return SSL_has_pending(tls->ssl) == 1;
}

usec_t tls_expiry(const struct tls *tls)
{
	const X509 *certificate = SSL_get0_peer_certificate(tls->ssl);
	struct tm end;

	if (certificate == NULL ||
	    ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1)
		return 0;
	return clock_civil(end.tm_year + 1900, end.tm_mon + 1, end.tm_mday) +
	       end.tm_hour * USEC_HOUR + end.tm_min * USEC_MINUTE +
	       end.tm_sec * USEC_SECOND;
}
