from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [('labour', "Labour per Hour"), ('bay', "Place of Work per Hour"), ('overhead', "Overhead Surcharge (%)")]
PLACES = ('workshop_id', 'employee_id', 'post_id', 'bay_id')


class AftersalesCostRate(models.Model):
    """What an hour of a person or of a place of work costs, and the surcharge for overhead, from a day on (N5).

    A row holds until the next one of the same person, post, place and outlet begins. The nearest row counts: the person
    before the post, the place before its outlet, the outlet before the company. What was reckoned keeps its rates: a row
    that was reckoned with stays as it is, a new one takes its place from its day on.
    """
    _name = 'aftersales.cost.rate'
    _description = "Cost Rate"
    _inherit = ['aftersales.log.mixin']
    _order = 'kind, valid_from desc, id desc'
    _rec_name = 'kind'
    _rec_names_search = ['employee_id', 'post_id', 'bay_id']
    _check_company_auto = True

    kind = fields.Selection(KINDS, string="Kind of Rate", required=True, default='labour', index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='restrict',
        tracking=True, help="Empty: all outlets of the company.")
    employee_id = fields.Many2one(
        'hr.employee', string="Employee of the Rate", index='btree_not_null', check_company=True, ondelete='restrict',
        tracking=True)
    post_id = fields.Many2one(
        'hr.job', string="Post", index='btree_not_null', ondelete='restrict', tracking=True,
        domain="[('company_id', 'in', [company_id, False])]", help="For everybody of the post who has no row of his own.")
    bay_id = fields.Many2one(
        'aftersales.bay', string="Place of Work", index='btree_not_null', check_company=True, ondelete='restrict',
        tracking=True, help="Empty: every place of work that has no row of its own.")
    valid_from = fields.Date(
        string="In Force from", required=True, index=True, tracking=True, default=lambda self: self.env.company._get_today())
    valid_to = fields.Date(
        string="In Force to", compute='_compute_valid_to', help="Empty: until a new row takes its place.")
    amount = fields.Monetary(string="Cost per Hour", bounds=(0, 1e7), tracking=True)
    percent = fields.Float(
        string="Overhead (%)", digits=(16, 2), bounds=(0, 1000), tracking=True,
        help="On labour, parts, sublet work and place of work of each job.")

    _one_a_day = models.UniqueIndex(
        '(company_id, kind, valid_from, COALESCE(workshop_id, 0), COALESCE(employee_id, 0), COALESCE(post_id, 0), '
        'COALESCE(bay_id, 0))',
        "There is a rate from this day on already. Change that one.")

    # === COMPUTE AND CONSTRAINT METHODS ===#

    @api.depends('valid_from', 'kind', 'company_id', *PLACES)
    def _compute_valid_to(self):
        rows = self.search_fetch(
            [('company_id', 'in', self.company_id.ids), ('kind', 'in', list(set(self.mapped('kind'))))],
            ['kind', 'company_id', 'valid_from', *PLACES], order='valid_from, id')
        by_key = {}
        for rate in rows:
            by_key.setdefault(rate._get_key(), []).append(rate.valid_from)
        for rate in self:
            later = [day for day in by_key.get(rate._get_key(), ()) if rate.valid_from and day > rate.valid_from]
            rate.valid_to = later[0] - timedelta(days=1) if later else False

    @api.depends('kind', 'employee_id', 'post_id', 'bay_id', 'workshop_id', 'valid_from')
    def _compute_display_name(self):
        labels = dict(self._fields['kind']._description_selection(self.env))
        for rate in self:
            rate.display_name = " · ".join(filter(None, [
                labels.get(rate.kind), rate.employee_id.name or rate.post_id.name or rate.bay_id.name, rate.workshop_id.name]))

    @api.constrains('kind', *PLACES)
    def _check_places(self):
        for rate in self:
            if rate.employee_id and rate.post_id:
                raise ValidationError(self.env._("A rate is of a person or of a post. Choose one of them."))
            if (rate.kind != 'labour' and (rate.employee_id or rate.post_id)) or (rate.kind != 'bay' and rate.bay_id):
                raise ValidationError(self.env._("Persons and posts have rates of labour, places of work rates of their own."))

    @api.constrains('kind', 'amount', 'percent')
    def _check_value(self):
        for rate in self:
            if rate.kind != 'overhead' and rate.percent or rate.kind == 'overhead' and rate.amount:
                raise ValidationError(self.env._("Overhead is a surcharge in percent; the other rates are costs per hour."))

    # === CRUD METHODS ===#

    def write(self, vals):
        if vals.keys() & {'kind', 'company_id', 'valid_from', 'amount', 'percent', *PLACES}:
            self._check_not_used()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_not_used()

    def _check_not_used(self):
        """What was reckoned says which rates it was reckoned with."""
        used = self._get_used()
        for rate in self & used:
            raise UserError(self.env._(
                "%(rate)s was reckoned with since %(day)s: it stays. Enter a new rate from a later day.",
                rate=rate.display_name, day=fields.Date.to_string(rate.valid_from)))

    def _get_used(self):
        self.env['aftersales.order.cost'].flush_model(['company_id', 'date'])
        last = dict(self.env['aftersales.order.cost'].sudo()._read_group(  # sudo: whether anything was reckoned with it
            [('company_id', 'in', self.company_id.ids)], ['company_id'], ['date:max']))
        return self.filtered(lambda rate: last.get(rate.company_id) and rate.valid_from <= last[rate.company_id])

    # === BUSINESS METHODS ===#

    def _get_key(self):
        return (self.kind, self.company_id.id, *(self[name].id for name in PLACES))

    @api.model
    def _load_rates(self, company):
        """:return: dict of (kind, outlet, person, post, place): [(first day, value)], the latest first"""
        rates = {}
        for rate in self.search([('company_id', '=', company.id)], order='valid_from desc, id desc'):
            key = (rate.kind, *(rate[name].id for name in PLACES))
            rates.setdefault(key, []).append((rate.valid_from, rate.percent if rate.kind == 'overhead' else rate.amount))
        return rates

    @api.model
    def _find_rate(self, rates, kind, day, workshop, employee=None, bay=None):
        """:return: the nearest rate of ``rates`` in force on ``day``; None where there is none"""
        who = [(employee.id, False), (False, employee.job_id.id)] if employee else []
        for person, post in [*dict.fromkeys(who), (False, False)]:
            for place in dict.fromkeys((bay.id if bay else False, False)):
                for outlet in (workshop.id, False):
                    for first, value in rates.get((kind, outlet, person, post, place), ()):
                        if first <= day:
                            return value
        return None
