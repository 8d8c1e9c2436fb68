from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesSupplierCertificate(models.Model):
    """A licence or certificate of a supplier, and until when it holds (H4); one that is renewed is archived."""
    _name = 'aftersales.supplier.certificate'
    _description = "Supplier's Certificate"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin']
    _order = 'valid_until, id'
    _rec_names_search = ['name', 'partner_id.name']

    active = fields.Boolean(default=True, tracking=True)
    screening_id = fields.Many2one(
        'aftersales.supplier.screening', string="Screening", required=True, index=True, ondelete='restrict', tracking=True)
    partner_id = fields.Many2one(
        related='screening_id.partner_id', string="Supplier", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='screening_id.company_id', store=True, index=True, precompute=True)
    kind = fields.Selection(
        [('licence', "Business Licence"), ('quality', "Quality System"), ('product', "Product Certificate"),
         ('other', "Other")], string="Certificate", required=True, default='licence', tracking=True)
    name = fields.Char(string="Number", required=True, tracking=True)
    issuer = fields.Char(string="Issued By", tracking=True)
    valid_until = fields.Date(
        string="Valid Until", index='btree_not_null', tracking=True, help="Empty: it holds for good.")
    file = fields.Binary(attachment=True, copy=False, string="Copy of It")
    file_name = fields.Char(copy=False)
    is_expired = fields.Boolean(string="Expired", compute='_compute_is_expired', search='_search_is_expired')
    is_expiring = fields.Boolean(
        string="Expires Soon", compute='_compute_is_expired', search='_search_is_expiring',
        help="Within the days of the settings, or it has expired.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('valid_until', 'company_id')
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for certificate in self:
            until = certificate.valid_until
            certificate.is_expired = certificate._is_over(today)
            days = (certificate.company_id or self.env.company).aftersales_certificate_days
            certificate.is_expiring = bool(until) and until < today + timedelta(days=days)

    @api.model
    def _search_is_expired(self, operator, value):
        return self._search_until(operator, value, 0)

    @api.model
    def _search_is_expiring(self, operator, value):
        return self._search_until(operator, value, self.env.company.aftersales_certificate_days)

    @api.model
    def _search_until(self, operator, value, days):
        if operator != 'in':
            return NotImplemented
        ending = Domain('valid_until', '<', fields.Date.context_today(self) + timedelta(days=days))
        return ending if True in value else Domain('valid_until', '=', False) | ~ending

    @api.depends('kind', 'name')
    def _compute_display_name(self):
        labels = dict(self._fields['kind']._description_selection(self.env))
        for certificate in self:
            certificate.display_name = ' '.join(filter(None, [labels.get(certificate.kind), certificate.name]))

    # === BUSINESS METHODS ===#

    def _is_over(self, today):
        self.ensure_one()
        return bool(self.valid_until and self.valid_until < today)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._(
            "%(certificate)s stays on record. Archive it when it is renewed.", certificate=self.display_name)
