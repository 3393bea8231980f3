/**
 * Well-known ports in services(5) format, for machines without that file and for names it lacks. Names are from IANA or
 * Debian's netbase; if neither has the usual name (kafka, wireguard …), the usual name.
 */
export const commonServices = `
echo 7/tcp
echo 7/udp
discard 9/tcp sink null
discard 9/udp sink null
daytime 13/tcp
daytime 13/udp
chargen 19/tcp ttytst source
chargen 19/udp ttytst source
ftp-data 20/tcp
ftp 21/tcp
ssh 22/tcp
telnet 23/tcp
smtp 25/tcp mail
time 37/tcp timserver
time 37/udp timserver
whois 43/tcp nicname
tacacs 49/tcp
tacacs 49/udp
domain 53/tcp
domain 53/udp
bootps 67/udp
bootpc 68/udp
tftp 69/udp
gopher 70/tcp
finger 79/tcp
http 80/tcp www
kerberos 88/tcp kerberos5 krb5 kerberos-sec
kerberos 88/udp kerberos5 krb5 kerberos-sec
pop3 110/tcp pop-3
sunrpc 111/tcp portmapper rpcbind
sunrpc 111/udp portmapper rpcbind
auth 113/tcp authentication tap ident
nntp 119/tcp readnews untp
ntp 123/udp
epmap 135/tcp loc-srv
netbios-ns 137/udp
netbios-dgm 138/udp
netbios-ssn 139/tcp
imap2 143/tcp imap
snmp 161/tcp
snmp 161/udp
snmp-trap 162/tcp snmptrap
snmp-trap 162/udp snmptrap
xdmcp 177/udp
bgp 179/tcp
irc 194/tcp
ldap 389/tcp
ldap 389/udp
svrloc 427/tcp
svrloc 427/udp
https 443/tcp
https 443/udp
microsoft-ds 445/tcp
kpasswd 464/tcp
kpasswd 464/udp
submissions 465/tcp ssmtp smtps urd
isakmp 500/udp
exec 512/tcp
login 513/tcp
shell 514/tcp cmd
syslog 514/udp
printer 515/tcp spooler
route 520/udp router routed
dhcpv6-client 546/udp
dhcpv6-server 547/udp
rtsp 554/tcp
rtsp 554/udp
nntps 563/tcp snntp
submission 587/tcp
ipp 631/tcp
ldaps 636/tcp
ldaps 636/udp
ldp 646/tcp
ldp 646/udp
domain-s 853/tcp
domain-s 853/udp
rsync 873/tcp
ftps-data 989/tcp
ftps 990/tcp
telnets 992/tcp
imaps 993/tcp
pop3s 995/tcp
socks 1080/tcp
openvpn 1194/tcp
openvpn 1194/udp
ms-sql-s 1433/tcp
ms-sql-m 1434/udp
oracle 1521/tcp
l2f 1701/udp l2tp
radius 1812/udp
radius-acct 1813/udp radacct
mqtt 1883/tcp
nfs 2049/tcp
nfs 2049/udp
zookeeper 2181/tcp
docker 2375/tcp
docker-s 2376/tcp
etcd-client 2379/tcp
etcd-server 2380/tcp
squid 3128/tcp
iscsi-target 3260/tcp
msft-gc 3268/tcp
msft-gc-ssl 3269/tcp
mysql 3306/tcp
ms-wbt-server 3389/tcp rdp
stun 3478/tcp
stun 3478/udp
svn 3690/tcp subversion
epmd 4369/tcp
ipsec-nat-t 4500/udp
vxlan 4789/udp
sip 5060/tcp
sip 5060/udp
sip-tls 5061/tcp sips
sip-tls 5061/udp sips
xmpp-client 5222/tcp jabber-client
xmpp-server 5269/tcp jabber-server
mdns 5353/udp
llmnr 5355/tcp
llmnr 5355/udp
postgresql 5432/tcp postgres
amqps 5671/tcp
amqp 5672/tcp
rfb 5900/tcp vnc
x11 6000/tcp x11-0
geneve 6081/udp
redis 6379/tcp
ircd 6667/tcp
ircs-u 6697/tcp
http-alt 8080/tcp webcache
http-alt 8080/udp webcache
secure-mqtt 8883/tcp
kafka 9092/tcp
jetdirect 9100/tcp
bacula-dir 9101/tcp
bacula-fd 9102/tcp
bacula-sd 9103/tcp
git 9418/tcp
zabbix-agent 10050/tcp
zabbix-trapper 10051/tcp
memcache 11211/tcp memcached
memcache 11211/udp memcached
mongodb 27017/tcp
traceroute 33434/udp
wireguard 51820/udp
`;
