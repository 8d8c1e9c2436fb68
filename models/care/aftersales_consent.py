from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.aftersales.models.base.contacts import CHANNELS, PURPOSES, SOURCES

# Who has refused once is asked no more: only he himself, on his page or by his signature, takes it back.
TAKES_BACK = ('paper', 'page')


class AftersalesConsent(models.Model):
    """What a customer said about being contacted, on which way and what for; the last word counts, each is kept (J3)."""
    _name = 'aftersales.consent'
    _description = "Consent to Be Contacted"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.history.mixin']
    _order = 'id desc'
    _rec_name = 'partner_id'

    partner_id = fields.Many2one('res.partner', string="Customer", required=True, index=True, ondelete='cascade')
    channel = fields.Selection(CHANNELS, required=True)
    purpose = fields.Selection(PURPOSES, required=True)
    answer = fields.Selection([('yes', "May Be Contacted"), ('no', "Refuses")], required=True, default='no')
    source = fields.Selection(SOURCES, string="How It Was Said", required=True, default='phone')
    note = fields.Char(help="Where the signed paper is kept, or the customer's words.")
    date = fields.Datetime(string="Said On", readonly=True, required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Noted By", readonly=True, index='btree_not_null', default=lambda self: self.env.user)
    is_last = fields.Boolean(string="Counts", readonly=True, help="What the customer said last.")

    _said_idx = models.Index("(channel, purpose, answer, partner_id) WHERE is_last IS TRUE")
    _last_uniq = models.UniqueIndex(
        "(partner_id, channel, purpose) WHERE is_last",
        "Somebody noted another wish of this customer just now. Reload the page.")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get('source') == 'page' for vals in vals_list):
            raise AccessError(self.env._("On his own page the customer answers himself. Choose how he told you."))
        consents = super().create(vals_list)
        consents.sudo()._replace_last()  # sudo: which word counts is the system's
        return consents

    # === BUSINESS METHODS ===#

    def _replace_last(self):
        """The newest word of each customer counts; a refusal is taken back by the customer alone."""
        known = self.search([('partner_id', 'in', self.partner_id.ids), ('is_last', '=', True)])
        last = {consent._get_key(): consent for consent in known}
        newest = {}
        for consent in self.sorted('id'):
            before = newest.get(consent._get_key()) or last.get(consent._get_key())
            if consent.answer == 'yes' and before and before.answer == 'no' and consent.source not in TAKES_BACK:
                raise UserError(self.env._(
                    "%(customer)s has refused this (%(channel)s, %(purpose)s). Only he himself takes it back: on his page, "
                    "or by a signed paper.", customer=consent.partner_id.display_name,
                    channel=consent._get_label('channel'), purpose=consent._get_label('purpose')))
            if consent.source == 'paper' and consent.answer == 'yes' and not (consent.note or '').strip():
                raise UserError(self.env._("Say where the paper that %(customer)s signed is kept.",
                                           customer=consent.partner_id.display_name))
            newest[consent._get_key()] = consent
        former = known.filtered(lambda consent: consent._get_key() in newest)
        former.is_last = False
        former.flush_recordset(['is_last'])
        self.browse([consent.id for consent in newest.values()]).is_last = True
        refused = self.browse([consent.id for consent in newest.values() if consent.answer == 'no'])
        for (channel, purpose), some in refused.grouped(lambda consent: (consent.channel, consent.purpose)).items():
            some.partner_id._with_sharers(channel)._on_contact_refused(channel, purpose)

    def _get_key(self):
        return self.partner_id, self.channel, self.purpose

    def _get_label(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], '')
