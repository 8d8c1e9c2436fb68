from odoo import api, fields, models
from odoo.tools import SQL

from .reckoner import CLASSES


class AftersalesFollowup(models.Model):
    """Of calls that are as urgent, customers of class A come first; whoever calls knows with whom he speaks (J6)."""
    _inherit = 'aftersales.followup'
    _order = 'priority, value_class, due_date, id'

    anchor = fields.Selection(selection_add=[('value', "Rhythm of a Value Class")], ondelete={'value': 'cascade'})
    value_class = fields.Selection(
        CLASSES, string="Value Class", compute='_compute_value_class', store=True, precompute=True, readonly=True,
        help="Of the customer, as long as the follow-up is not over; then what it was.")

    _class_idx = models.Index("(priority, value_class, due_date, id) WHERE state IN ('planned', 'in_call', 'no_answer')")
    _listed_idx = models.Index("(priority, value_class, due_date, id)")  # the order of the list, whatever it shows

    @api.depends('partner_id', 'company_id')
    def _compute_value_class(self):
        # sudo: the class orders the calls, whoever plans one
        found = {
            (value.company_id, value.partner_id): value.value_class
            for value in self.env['aftersales.customer.value'].sudo().search([
                ('partner_id', 'in', self.partner_id.commercial_partner_id.ids), ('company_id', 'in', self.company_id.ids)])}
        for followup in self:
            followup.value_class = found.get((followup.company_id, followup.partner_id.commercial_partner_id), False)

    @api.model
    def _take_classes(self, partner_ids, company):
        """Steps that live follow the class of their customers.

        :param partner_ids: ids of customers (firms, where there are)
        """
        self.flush_model()
        self.env.cr.execute(SQL(
            """
            UPDATE aftersales_followup AS live SET value_class = value.value_class
              FROM res_partner AS partner
              JOIN aftersales_customer_value AS value ON value.partner_id = partner.commercial_partner_id
             WHERE partner.id = live.partner_id AND value.company_id = live.company_id AND live.company_id = %s
               AND live.state IN ('planned', 'in_call', 'no_answer')
               AND value.partner_id IN %s AND live.value_class IS DISTINCT FROM value.value_class
            """, company.id, tuple(partner_ids)))
        self.invalidate_model(['value_class'])

    @api.model
    def _get_call_order(self):
        return 'priority, value_class, late_date, id'

    def _prepare_open_things(self):
        found = super()._prepare_open_things()
        value = self.partner_id.with_company(self.company_id).aftersales_value_id
        if not value:
            return found
        label = self.env._("Value Class")
        loyal = self.env._("loyal") if value.is_loyal or value.was_loyal else ''
        status = dict(value._fields['status']._description_selection(self.env))[value.status]
        return [{
            'level': 'warning' if value.status in ('risk', 'lost') else 'info', 'label': label,
            'text': ' · '.join(filter(None, (value.value_class.upper(), status, loyal)))}, *found]

    def save_call(self, said):
        """Who says why he is lost has said it to whoever is to win him back, too."""
        result = super().save_call(said)
        if self.lost_reason:
            # sudo: the reason comes from the call, whoever made it
            case = self.env['aftersales.lost.customer'].sudo().search([
                ('partner_id', '=', self.sudo().partner_id.commercial_partner_id.id), ('company_id', '=', self.company_id.id),
                ('state', 'in', ('open', 'offered')), ('reason_id', '=', False)])
            case.reason_id = self.env['aftersales.lost.reason'].sudo().search([('code', '=', self.lost_reason)], limit=1)
        return result
