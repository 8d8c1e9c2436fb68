from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.contacts import PURPOSES


class AftersalesContactRuleMixin(models.AbstractModel):
    """A rule by which customers are spoken to: about which cars, on which ways one after the other, and from when to when.

    A rule has ``channel``, ``next_channel`` and ``last_channel``. It is worked through once a day (``generated_date``).
    """
    _name = 'aftersales.contact.rule.mixin'
    _description = "Rule of Contacts"
    _inherit = ['aftersales.setup.mixin', 'aftersales.batch.mixin', 'mail.thread']

    name = fields.Char(required=True, translate=True, tracking=True)
    company_id = fields.Many2one('res.company', index='btree_not_null', help="Empty: for all companies.")
    purpose = fields.Selection(PURPOSES, required=True, tracking=True)
    filter_domain = fields.Char(string="Only Cars", default='[]', tracking=True)
    date_from = fields.Date(string="In Use From", tracking=True)
    date_to = fields.Date(string="In Use Until", tracking=True)
    generated_date = fields.Date(string="Last Worked Through On", readonly=True, copy=False)

    # === CONSTRAINT METHODS ===#

    @api.constrains('filter_domain')
    def _check_filter_domain(self):
        for rule in self:
            try:
                self.env['fleet.vehicle']._check_typed_filter(rule.filter_domain)
            except Exception:
                raise ValidationError(self.env._(
                    "“%(rule)s”: the cars it is about cannot be found that way. Choose them anew.", rule=rule.name))

    # === BUSINESS METHODS ===#

    def _get_filter(self):
        self.ensure_one()
        return Domain(literal_eval(self.filter_domain or '[]'))

    def _get_ways(self):
        """Ways in their order, each once."""
        self.ensure_one()
        return list(dict.fromkeys(filter(None, (self.channel, self.next_channel, self.last_channel))))

    @api.model
    def _get_undone_domain(self, today):
        """Rules in use that are not worked through yet ``today``."""
        in_use = (Domain('date_from', '=', False) | Domain('date_from', '<=', today)) & (
            Domain('date_to', '=', False) | Domain('date_to', '>=', today))
        return in_use & (Domain('generated_date', '=', False) | Domain('generated_date', '<', today))
