from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .reckoner import CLASSES, STATUSES


class ResPartner(models.Model):
    """What a customer is worth to the company one works in: of a contact, what his firm is (J6)."""
    _inherit = 'res.partner'

    aftersales_value_ids = fields.One2many(
        'aftersales.customer.value', 'partner_id', string="Values", readonly=True, groups='aftersales.group_value')
    aftersales_value_id = fields.Many2one(
        'aftersales.customer.value', string="Value of the Customer", compute='_compute_aftersales_value',
        groups='aftersales.group_value')
    aftersales_value_class = fields.Selection(
        CLASSES, string="Value Class", compute='_compute_aftersales_value', search='_search_aftersales_value_class',
        groups='aftersales.group_value')
    aftersales_value_status = fields.Selection(
        STATUSES, string="Customer Status", compute='_compute_aftersales_value', search='_search_aftersales_value_status',
        groups='aftersales.group_value')
    aftersales_is_loyal = fields.Boolean(
        string="Loyal Customer", compute='_compute_aftersales_value', search='_search_aftersales_is_loyal',
        groups='aftersales.group_value')

    aftersales_value_text = fields.Text(
        string="Why This Class", compute='_compute_aftersales_value_text', groups='aftersales.group_value')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('commercial_partner_id')
    @api.depends_context('company')
    def _compute_aftersales_value(self):
        found = {value.partner_id: value for value in self.env['aftersales.customer.value'].search([
            ('company_id', '=', self.env.company.id), ('partner_id', 'in', self.commercial_partner_id.ids)])}
        for partner in self:
            value = found.get(partner.commercial_partner_id._origin, self.env['aftersales.customer.value'])
            partner.aftersales_value_id = value
            partner.aftersales_value_class = value.value_class
            partner.aftersales_value_status = value.status
            partner.aftersales_is_loyal = value.is_loyal

    @api.depends('commercial_partner_id')
    @api.depends_context('company', 'lang')
    def _compute_aftersales_value_text(self):
        for partner in self:
            partner.aftersales_value_text = partner.aftersales_value_id.explanation

    def _search_aftersales_value_class(self, operator, value):
        return self._get_value_domain('value_class', operator, value)

    def _search_aftersales_value_status(self, operator, value):
        return self._get_value_domain('status', operator, value)

    def _search_aftersales_is_loyal(self, operator, value):
        return self._get_value_domain('is_loyal', operator, value)

    @api.model
    def _get_value_domain(self, name, operator, value):
        """Whoever has no value has none of its values either."""
        if operator != 'in':
            return NotImplemented
        own = Domain('company_id', '=', self.env.company.id)
        wanted = [item for item in value if item]
        # By their values at once: asked for by the customers, the database reads all of these.
        values = self.env['aftersales.customer.value']._search(own & Domain(name, 'in', wanted))
        found = Domain('commercial_partner_id', 'in', values.subselect('partner_id'))
        if len(wanted) == len(value):
            return found
        without = ~Domain('commercial_partner_id.aftersales_value_ids', 'any', own & Domain(name, '!=', False))
        return found | without if wanted else without

    # === CRUD METHODS ===#

    def write(self, vals):
        """Who joins or leaves a firm counts with it, or no longer: counted anew at night."""
        result = super().write(vals)
        if vals.keys() & {'parent_id', 'is_company'}:
            self._mark_value()
        return result

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_aftersales_value(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_customer_values')
        return {
            **action, 'res_id': self.aftersales_value_id.id, 'views': [(False, 'form')], 'view_mode': 'form', 'domain': []}

    # === BUSINESS METHODS ===#

    def _prepare_customer_file(self):
        """What he is worth, for those who may know."""
        blocks = super()._prepare_customer_file()
        value = self.aftersales_value_id if self.env.user.has_group('aftersales.group_value') else False
        if not value:
            return blocks
        title, status = self.env._("Value of the Customer"), value._fields['status']._description_selection(self.env)
        loyal = self.env._("loyal") if value.is_loyal else ''
        return [*blocks, {'title': title, 'rows': [
            (self.env._("Value Class"), value.value_class.upper()),
            (self.env._("Customer Status"), ' · '.join(filter(None, (dict(status)[value.status], loyal)))),
            (self.env._("Visits in 12 Months"), str(value.visits)),
            (self.env._("Spent in 24 Months, before tax"), value.currency_id.format(value.spend))]}]

    def _get_topic_proposers(self):
        return super()._get_topic_proposers() | {'at_risk': self._propose_at_risk}

    @api.model
    def _propose_at_risk(self, cars, topic, today):
        """Who is about to be lost, once for a customer, since the day on which he stayed away for too long."""
        # sudo: whoever sees the file is told what is due
        values = self.env['aftersales.customer.value'].sudo().search([
            ('partner_id', 'in', cars.owner_id.ids), ('company_id', '=', self.env.company.id), ('status', '=', 'risk')])
        by_owner = cars.grouped('owner_id')
        for value in values:
            day = fields.Date.add(value.last_visit, months=value.company_id.aftersales_risk_months)
            yield (by_owner[value.partner_id][:1], min(day, today) + timedelta(days=topic.offset_days),
                   fields.Date.to_string(value.last_visit))

    def _mark_value(self):
        """Count these customers and their contacts anew, in the companies that have counted them."""
        # sudo: customers are counted for all companies, whoever changes one
        partners = self.sudo().with_context(active_test=False).search([('id', 'child_of', self.ids)])
        counted = self.env['aftersales.value.count'].sudo()._read_group(
            [('partner_id', 'in', partners.ids)], ['company_id', 'partner_id'])
        self.env['aftersales.value.mark']._mark((company.id, partner.id) for company, partner in counted)
