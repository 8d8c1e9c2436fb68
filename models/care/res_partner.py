import json
from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.contacts import CHANNELS, PURPOSES

# By which field a contact says that he is reached there by what is his firm's.
SHARED = {
    'call': 'aftersales_shares_phone', 'sms': 'aftersales_shares_phone', 'mail': 'aftersales_shares_email'}
SHORTEST_PHONE, PHONE_TAIL = 5, 8
# Ways that ring or light up a phone: not at night, not at noon.
LOUD = ('call', 'sms')


class ResPartner(models.Model):
    """One answer to whether a customer may be contacted, on which way, what for and now (J3)."""
    _name = 'res.partner'
    _inherit = ['res.partner', 'aftersales.kept.link.mixin']

    aftersales_consent_ids = fields.One2many(
        'aftersales.consent', 'partner_id', string="Wishes about Contacts", groups='aftersales.group_user')
    aftersales_shares_phone = fields.Boolean(
        string="Firm's Phone", compute='_compute_aftersales_shares', store=True, compute_sudo=True,
        help="Has the number of the firm: what the firm says about calls and messages holds for it.")
    aftersales_shares_email = fields.Boolean(
        string="Firm's E-mail", compute='_compute_aftersales_shares', store=True, compute_sudo=True)
    aftersales_wishes = fields.Json(
        string="Contact Wishes", compute='_compute_aftersales_wishes', groups='aftersales.group_user', exportable=False)
    aftersales_wish_text = fields.Char(
        string="Contact Wishes in Words", compute='_compute_aftersales_wish_text', groups='aftersales.group_user')

    # === COMPUTE METHODS ===#

    @api.depends('phone', 'email_normalized', 'commercial_partner_id', 'commercial_partner_id.phone',
                 'commercial_partner_id.email_normalized')
    def _compute_aftersales_shares(self):
        """A contact that is reached by his firm's number or address only."""
        for partner in self:
            firm = partner.commercial_partner_id
            is_contact = firm and firm != partner
            own, other = (_get_tail(some.phone) for some in (partner, firm))
            partner.aftersales_shares_phone = bool(is_contact and own and own == other)
            partner.aftersales_shares_email = bool(
                is_contact and partner.email_normalized and partner.email_normalized == firm.email_normalized)

    @api.depends('aftersales_consent_ids.is_last')
    def _compute_aftersales_wishes(self):
        """What each customer said last: text of channel and purpose: yes or no; one query for all."""
        said = {}
        # sudo: whoever sends messages need not see who noted what
        for consent in self.env['aftersales.consent'].sudo().search_fetch(
                [('partner_id', 'in', self._origin.ids), ('is_last', '=', True)],
                ['partner_id', 'channel', 'purpose', 'answer']):
            said.setdefault(consent.partner_id.id, {})[f'{consent.channel} {consent.purpose}'] = consent.answer
        for partner in self:
            partner.aftersales_wishes = said.get(partner._origin.id, {})

    @api.depends('aftersales_wishes')
    @api.depends_context('lang')
    def _compute_aftersales_wish_text(self):
        Consent = self.env['aftersales.consent']
        channels, purposes = (
            dict(Consent._fields[name]._description_selection(self.env)) for name in ('channel', 'purpose'))
        for partner in self:
            refused = [
                f'{channels[channel]} ({purposes[purpose]})' for channel, __ in CHANNELS for purpose, __ in PURPOSES
                if (partner.aftersales_wishes or {}).get(f'{channel} {purpose}') == 'no']
            partner.aftersales_wish_text = refused and self.env._(
                "Refuses: %(ways)s", ways=", ".join(refused)) or False

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_wishes(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_consents')
        return {
            **action, 'domain': [('partner_id', 'in', self.ids)],
            'context': {'default_partner_id': self.id if len(self) == 1 else False, 'search_default_last': 1}}

    # === BUSINESS METHODS: THE PREDICATE ===#

    def _refuses(self, channel, purpose):
        """Whether the customer said no, or for offers never said yes where that is asked for."""
        self.ensure_one()
        system, pair = self.sudo(), f'{channel} {purpose}'  # sudo: whoever sends messages may ask
        answers = {(system.aftersales_wishes or {}).get(pair)}
        if self._get_shared_field(channel) and system[self._get_shared_field(channel)]:
            # What the firm says holds for its number and its address, whoever is the contact; what a contact says, for him.
            answers.add((system.commercial_partner_id.aftersales_wishes or {}).get(pair))
        if 'no' in answers:
            return True
        return purpose == 'marketing' and self.env.company.aftersales_offers_need_yes and 'yes' not in answers

    @api.model
    def _get_shared_field(self, channel):
        """By which field a contact says that a way to him is his firm's."""
        return SHARED.get(channel)

    def _get_contact_obstacles(self, channel, purpose, moment=None):
        """Why customers may not be contacted on a way, for a purpose, at a moment; one query for all of them.

        :param moment: naive UTC; None: whenever
        :return: dict of partner: sentence; who may be contacted is not in it
        """
        Consent = self.env['aftersales.consent']
        quiet = self.env.company._get_quiet_reason(moment) if moment and channel in LOUD else ''
        obstacles = {}
        for partner in self:
            system = partner.sudo()  # sudo: who does not want to be written to is kept by the administrator
            if partner._refuses(channel, purpose):
                obstacles[partner] = self.env._(
                    "%(customer)s wants no contact of this kind: %(channel)s, %(purpose)s.", customer=partner.name or '',
                    channel=Consent.new({'channel': channel})._get_label('channel'),
                    purpose=Consent.new({'purpose': purpose})._get_label('purpose'))
            elif channel == 'mail' and system.is_blacklisted or channel == 'sms' and system.phone_blacklisted:
                obstacles[partner] = self.env._(
                    "%(customer)s is on the list of those not to be written to.", customer=partner.name or '')
            elif quiet:
                obstacles[partner] = quiet
        return obstacles

    def _may_contact(self, channel, purpose, moment=None):
        """Whether this customer may be contacted; why not is told by ``_get_contact_obstacles``."""
        self.ensure_one()
        return self not in self._get_contact_obstacles(channel, purpose, moment)

    def _count_messages_of_day(self, company):
        """Hook: how many messages of ours that they did not wait for these customers had today, by the company's clock, in
        whatever outlet; rooms add theirs by ``super()``, each in one query.

        :return: Counter of partner
        """
        return Counter()

    @api.model
    def _get_refusing_domain(self, channel, purpose):
        """The same for searches: customers who refuse, the hours left out."""
        last = [('is_last', '=', True), ('channel', '=', channel), ('purpose', '=', purpose)]
        said_no = self._get_said_domain(channel, [*last, ('answer', '=', 'no')])
        if purpose == 'marketing' and self.env.company.aftersales_offers_need_yes:
            return said_no | ~self._get_said_domain(channel, [*last, ('answer', '=', 'yes')])
        return said_no

    @api.model
    def _get_said_domain(self, channel, said):
        """Customers who said so themselves, or whose firm did for the number or address they share with it."""
        own, shared = Domain('aftersales_consent_ids', 'any', said), self._get_shared_field(channel)
        if not shared:
            return own
        return own | Domain(shared, '=', True) & Domain('commercial_partner_id.aftersales_consent_ids', 'any', said)

    @api.model
    def _get_plain_refusing_domain(self, channel, purpose):
        """The same as it goes to the client and comes back from it."""
        return json.loads(json.dumps(list(self._get_refusing_domain(channel, purpose))))

    def _on_contact_refused(self, channel, purpose):
        """Hook: these customers have just refused; what waits for them ends at once, by ``super()``."""

    # === BUSINESS METHODS: NOTING ===#

    def _note_wishes(self, answers, source, note=False):
        """Keep what the customer says of several ways at once; what he said before already is not said twice.

        :param answers: dict of (channel, purpose): yes or no
        """
        self.ensure_one()
        known = self.sudo().aftersales_wishes or {}  # sudo: the page checked whose wishes they are
        changed = {pair: answer for pair, answer in answers.items() if known.get(' '.join(pair)) != answer}
        # sudo: the customer's page speaks for the customer; others were asked before
        return self.env['aftersales.consent'].sudo().create([{
            'partner_id': self.id, 'channel': channel, 'purpose': purpose, 'answer': answer, 'source': source, 'note': note,
        } for (channel, purpose), answer in changed.items()])

    def _refuse_all(self, channels, purposes, source, note=False):
        return self._note_wishes(
            {(channel, purpose): 'no' for channel in channels for purpose in purposes}, source, note)

    def _with_sharers(self, channel):
        """These customers and the contacts that are reached by what is theirs."""
        shared = self._get_shared_field(channel)
        return self | self.search([('commercial_partner_id', 'in', self.ids), (shared, '=', True)]) if shared else self

    # === TWO CUSTOMERS THAT ARE ONE ===#

    def _make_way(self, others):
        """Of what both said last the refusal counts, whoever of them said it; the other word stays in the history."""
        super()._make_way(others)
        said = self.env['aftersales.consent'].search([
            ('partner_id', 'in', (self | others).ids), ('is_last', '=', True)])
        self._find_surplus(
            said, lambda consent: (consent.channel, consent.purpose),
            lambda consent: (consent.answer != 'no', -consent.id)).is_last = False

    def _on_merged(self):
        """What waited for one of them and the other has refused ends."""
        super()._on_merged()
        for consent in self.aftersales_consent_ids.filtered(lambda consent: consent.is_last and consent.answer == 'no'):
            self._with_sharers(consent.channel)._on_contact_refused(consent.channel, consent.purpose)


def _get_tail(phone):
    """The last digits tell a number apart, whatever code stands before them; fewer may be anything."""
    digits = ''.join(filter(str.isdigit, phone or ''))
    return digits[-PHONE_TAIL:] if len(digits) >= SHORTEST_PHONE else ''
