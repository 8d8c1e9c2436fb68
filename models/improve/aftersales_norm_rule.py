from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.aftersales.models.value.reckoner import CLASSES

from .aftersales_norm import LEVELS


class AftersalesNormRule(models.Model):
    """Who gets which level of service: customers of a class, or cars with a contract (quality sheet §1).

    Of several rules that fit, the highest level counts; whom none fits gets basic service.
    """
    _name = 'aftersales.norm.rule'
    _description = "Who Gets Which Level of Service"
    _inherit = ['aftersales.log.mixin']
    _order = 'level desc, id'
    _rec_names_search = ['level']

    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one('res.company', index=True, default=lambda self: self.env.company)
    level = fields.Selection(LEVELS[1:], string="Level of Service", required=True, default='advanced', tracking=True)
    value_class = fields.Selection(CLASSES, string="Customers of the Class", tracking=True)
    contract_type_id = fields.Many2one(
        'aftersales.contract.type', string="Cars with the Contract", index='btree_not_null', ondelete='cascade', tracking=True)

    @api.constrains('level', 'value_class', 'contract_type_id')
    def _check_whom(self):
        for rule in self:
            if not rule.value_class and not rule.contract_type_id:
                raise ValidationError(self.env._("Say whom the level is for: a class of customers, or a contract."))

    @api.depends('level', 'value_class', 'contract_type_id.name')
    def _compute_display_name(self):
        levels = dict(self._fields['level']._description_selection(self.env))
        for rule in self:
            whom = (rule.value_class or '').upper(), rule.contract_type_id.sudo().name  # sudo: names are no secret
            rule.display_name = ' · '.join(filter(None, (levels.get(rule.level), *whom)))

    @api.model
    def _get_levels(self, rows):
        """The level of service of customers and cars, in constant queries.

        :param rows: list of (company, customer, vehicle)
        :return: list of levels, as the rows stand
        """
        # Of a document that is only being entered, what its links stand for.
        rows = [tuple(record._origin for record in row) for row in rows]
        companies = {company.id for company, *__ in rows}
        # sudo: classes and contracts are others' to see; here only the level is told
        rules = self.sudo().search([('company_id', 'in', [*companies, False])], limit=500)
        values = self.env['aftersales.customer.value'].sudo().search_fetch([
            ('company_id', 'in', list(companies)), ('partner_id', 'in', [partner.id for __, partner, __ in rows]),
        ], ['company_id', 'partner_id', 'value_class']) if rules.filtered('value_class') else ()
        classes = {(value.company_id.id, value.partner_id.id): value.value_class for value in values}
        contracts = {}
        for company, vehicle, kind in self.env['aftersales.contract'].sudo()._read_group([
            ('state', '=', 'active'), ('type_id', 'in', rules.contract_type_id.ids),
            ('vehicle_id', 'in', [vehicle.id for *__, vehicle in rows]),
        ], ['company_id', 'vehicle_id', 'type_id']) if rules.contract_type_id else ():
            contracts.setdefault((company.id, vehicle.id), set()).add(kind.id)
        return [rules._pick(
            company, classes.get((company.id, partner.id)), contracts.get((company.id, vehicle.id), ()),
        ) for company, partner, vehicle in rows]

    def _pick(self, company, value_class, kinds):
        order = [level for level, __ in LEVELS]
        fitting = self.filtered(lambda rule: (
            (not rule.company_id or rule.company_id == company)
            and (not rule.value_class or rule.value_class == value_class)
            and (not rule.contract_type_id or rule.contract_type_id.id in kinds)))
        return max(fitting.mapped('level'), key=order.index, default='basic')
