import hashlib
import hmac
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import consteq, email_normalize

from odoo.addons.aftersales.models.base.inputs import get_network, read_phone
from odoo.addons.aftersales.models.base.sms_template import OTHER_LIMIT, PLAIN_LIMIT, SHORTEST_OTHER, is_plain, shorten
from odoo.addons.aftersales.models.base.words import use_plain_spaces
from odoo.addons.phone_validation.tools.phone_validation import phone_get_region_data_for_number

CODE_VALID = timedelta(minutes=10)
MAX_TRIES = 5
MAX_CODES = 3
RESEND_AFTER = timedelta(seconds=60)
# Codes sent within an hour: to one address, so that nobody is flooded; for one visitor, so that nobody floods.
CODES_PER_ADDRESS, CODES_PER_VISITOR = 3, 12
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEPT = timedelta(days=1)
# Of a long number the last digits tell it apart.
PHONE_TAIL = 8


class AftersalesCodeRequestMixin(models.AbstractModel):
    """What a visitor of a public page asks for, until the code sent to him proves his address.

    It holds nothing and finds no customer before that, and vanishes after a day. Written by the page alone, as the
    superuser. The model's states begin with ``waiting`` and ``verified``.
    """

    _name = 'aftersales.code.request.mixin'
    _inherit = ['aftersales.life.mixin', 'aftersales.claim.mixin']
    _description = "Request Proven by a Code"
    _order = 'id desc'

    # XML id of the template of the mail with the code.
    _code_template = None

    token_hash = fields.Char(required=True, readonly=True, copy=False, groups=fields.NO_ACCESS)
    address_key = fields.Char(required=True, readonly=True, index=True, groups=fields.NO_ACCESS)
    visitor_key = fields.Char(required=True, readonly=True, index=True, groups=fields.NO_ACCESS)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True)
    license_plate = fields.Char(string="Plate")
    contact_name = fields.Char(string="Contact's Name", required=True)
    email = fields.Char(string="E-mail")
    phone = fields.Char()
    channel = fields.Selection([('email', "E-mail"), ('sms', "SMS")], required=True)
    lang = fields.Char(string="Language")
    code_hash = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    code_expiry = fields.Datetime(readonly=True, copy=False)
    tries = fields.Integer(readonly=True, copy=False)
    sent_count = fields.Integer(string="Codes Sent", readonly=True, copy=False)
    sent_date = fields.Datetime(string="Last Code", readonly=True, copy=False, index=True)

    _token_uniq = models.UniqueIndex('(token_hash)')

    def _gc_old(self):
        """What nobody proved, and what came of it elsewhere, is forgotten after a day."""
        self.search([('create_date', '<', fields.Datetime.now() - KEPT)], limit=1000).unlink()

    # === BUSINESS METHODS: CODE ===#

    @api.model
    def _ask(self, vals, visitor):
        """Note a visitor's wish and send him a code.

        :param dict vals: fields of this model
        :param str visitor: where the request came from (IP address); only a hash of it is kept
        :raises UserError: too many codes, or an address nobody can be written to
        :return: the token by which the visitor's browser comes back; it is not kept
        """
        address = self._get_address(vals)
        # The code goes to what was read as the address, and is proof of that alone.
        vals = {**vals, 'email' if vals['channel'] == 'email' else 'phone': address}
        company = self.env['aftersales.workshop'].browse(vals['workshop_id']).company_id
        keys = {
            'address_key': self._hash('address', self._get_mailbox(address, company)),
            'visitor_key': self._hash('visitor', get_network(visitor)),
        }
        self._check_limits(self.env['aftersales.workshop'].browse(vals['workshop_id']), **keys)
        token = secrets.token_urlsafe(24)
        self.create({**vals, **keys, 'token_hash': self._hash('token', token)})._send_code()
        return token

    @api.model
    def _find(self, token):
        """The request of a token; looked up by its hash, which tells a guesser nothing by the time it takes."""
        return self.search([('token_hash', '=', self._hash('token', token))], limit=1)

    @api.model
    def _get_address(self, vals):
        """Where the code goes, normalised."""
        if vals['channel'] == 'email':
            address = email_normalize(vals.get('email') or '')
            problem = self.env._("Enter a valid e-mail address, so that we can send you the code.")
        else:
            company = self.env['aftersales.workshop'].browse(vals['workshop_id']).company_id
            number = read_phone(vals.get('phone'))
            address = number and self.env['res.partner']._phone_format(number=number, country=company.country_id)
            problem = self.env._("Enter a valid mobile number, so that we can send you the code.")
        if not address:
            raise UserError(problem)
        if vals['channel'] == 'sms':
            self._check_country(company, address)
        return address

    @api.model
    def _get_mailbox(self, address, company):
        """Whom an address reaches, however it is written: nobody is flooded by another spelling of it."""
        if '@' in address:
            name, __, host = address.rpartition('@')
            return f"{name.partition('+')[0]}@{host}".lower()
        code = str(company.country_id.phone_code or '')
        return self._get_national_number(address, company).removeprefix('+').removeprefix(code).lstrip('0')

    @api.model
    def _get_national_number(self, number, company):
        """A number as it is dialled at home, the same with and without the code of the company's country."""
        return number.removeprefix(f"+{company.country_id.phone_code or '?'}").lstrip('0')

    @api.model
    def _check_country(self, company, number):
        """A message abroad costs many times one at home, and whoever likes may ask for it.

        :raises UserError: when the company sends no codes to the number's country
        """
        countries = company.aftersales_code_country_ids or company.country_id
        region = phone_get_region_data_for_number(number)['code']  # empty without the library that knows
        is_at_home = (
            region in countries.mapped('code') if region
            else not number.startswith('+') or number.startswith(tuple(f'+{code}' for code in countries.mapped('phone_code'))))
        if countries and not is_at_home:
            raise UserError(self.env._(
                "We send codes by SMS to numbers of %(countries)s only. Choose the code by e-mail, or call us.",
                countries=', '.join(countries.mapped('name'))))

    @api.model
    def _check_limits(self, workshop, address_key, visitor_key):
        """Count a further code and refuse it where it is one too many.

        :raises UserError: in the same words whoever asks and whatever is known of him
        """
        Limit, day = self.env['aftersales.booking.limit'], workshop._get_local_day(fields.Datetime.now())
        exceeded = [
            Limit._is_exceeded(f'address:{address_key}', CODES_PER_ADDRESS, HOUR),
            Limit._is_exceeded(f'visitor:{visitor_key}', CODES_PER_VISITOR, HOUR),
        ]
        if any(exceeded):
            raise UserError(self.env._(
                "Too many codes were asked for. Please try again in an hour or call the workshop."))
        if Limit._is_exceeded(f'outlet:{self._name}:{workshop.id}:{day}', workshop.company_id.aftersales_code_limit, DAY):
            raise UserError(self.env._("No more codes can be sent today. Please call the workshop."))

    def _send_code(self):
        """Send a new code; the one before is void."""
        self.ensure_one()
        code = f'{secrets.randbelow(10 ** 6):06}'
        now = fields.Datetime.now()
        self.write({
            'code_hash': self._hash(self.token_hash, code),
            'code_expiry': now + CODE_VALID,
            'tries': 0,
            'sent_count': self.sent_count + 1,
            'sent_date': now,
        })
        request = self.with_context(lang=self.lang, code=code)
        # By the queue, at once: the page answers as fast whoever is written to.
        if self.channel == 'email':
            request.env.ref(self._code_template).with_context(code=code).send_mail(self.id)
            self.env.ref('mail.ir_cron_mail_scheduler_action')._trigger()
        else:
            self.env['sms.sms'].create({
                'number': self._get_address({'channel': 'sms', 'phone': self.phone, 'workshop_id': self.workshop_id.id}),
                'body': request._prepare_code_message(code),
            })
            self.env.ref('sms.ir_cron_sms_scheduler_action')._trigger()

    def _prepare_code_message(self, code):
        """One short message: it is paid by the piece, and a long name of a company says little more than a short one."""
        name, say = self.company_id.name, self._say_code
        excess = len(say(code, name)) - (PLAIN_LIMIT if is_plain(say(code, name)) else OTHER_LIMIT)
        return say(code, shorten(name, max(len(name) - excess, SHORTEST_OTHER)) if excess > 0 else name)

    def _say_code(self, code, company):
        """Hook: the message with the code, in the visitor's language."""
        return use_plain_spaces(self.env._(
            "%(code)s is your code for %(company)s. It is valid for 10 minutes.", code=code, company=company))

    def _resend(self):
        """Send another code, not too soon and not too often.

        :raises UserError: when the customer has to wait or to begin anew
        """
        self.ensure_one()
        self._claim_for_update()
        if self.state != 'waiting' or self.sent_count >= MAX_CODES:
            raise UserError(self.env._("No further code can be sent for this request. Please begin again."))
        if self.sent_date > fields.Datetime.now() - RESEND_AFTER:
            raise UserError(self.env._("A code is on its way. You can ask for another one after a minute."))
        self._check_limits(self.workshop_id, self.address_key, self.visitor_key)
        self._send_code()

    def _verify(self, code):
        """Compare a typed code; each try counts, right or wrong.

        :return: whether the address is proven now
        """
        self.ensure_one()
        self._claim_for_update()
        if self.state != 'waiting':
            return self.state == 'verified'
        if self.tries >= MAX_TRIES or self.code_expiry < fields.Datetime.now():
            return False
        self.tries += 1
        if not consteq(self.code_hash, self._hash(self.token_hash, ''.join((code or '').split())[:6])):
            return False
        self.write({'state': 'verified', 'code_hash': False})
        return True

    @api.model
    def _hash(self, purpose, value):
        """Keyed by the database's secret: six digits or an address are soon guessed from a bare hash."""
        secret = self.env['ir.config_parameter'].sudo().get_param('database.secret')
        return hmac.new(secret.encode(), f'aftersales.booking:{purpose}:{value}'.encode(), hashlib.sha256).hexdigest()

    # === BUSINESS METHODS: WHO ===#

    def _find_customer(self):
        """The one customer known by the proven address; nobody when it is several people's or nobody's.

        What the visitor only typed finds no one, and nothing of what is found is shown to him.
        """
        self.ensure_one()
        partners = self._search_by_address(Domain('company_id', 'in', (False, self.company_id.id)))
        customers = partners.filtered(lambda partner: partner._is_aftersales_customer() and not any(
            user._is_internal() for user in partner.user_ids))
        owners = customers.filtered(lambda partner: partner._find_vehicle_by_plate(self.license_plate))
        found = owners or customers
        return found if len(found) == 1 else found.browse()

    def _search_by_address(self, domain):
        """Contacts with the proven address; a number is the same with and without its country's code."""
        address = self._get_address({
            'channel': self.channel, 'email': self.email, 'phone': self.phone, 'workshop_id': self.workshop_id.id})
        Partner = self.env['res.partner']
        if self.channel == 'email':
            return Partner.search(Domain('email_normalized', '=', address) & domain, limit=20)
        digits = address.removeprefix('+')
        partners = Partner.search(Partner._get_phone_domain({digits[-PHONE_TAIL:]}) & domain, limit=20)
        wanted = self._get_national_number(address, self.company_id)
        return partners.filtered(lambda partner: any(
            self._get_national_number(number, self.company_id) == wanted
            for name in partner._phone_get_number_fields() if (number := read_phone(partner[name]))))
