from odoo import api, fields, models


class FleetVehicle(models.Model):
    """The law of a car is that of its sale, and stays with it whoever owns it (Order 43, art. 30)."""
    _name = 'fleet.vehicle'
    _inherit = ['fleet.vehicle', 'aftersales.batch.mixin']

    statute_id = fields.Many2one(
        'aftersales.statute', string="Law of the Sale", index='btree_not_null', ondelete='restrict',
        compute='_compute_statute_id', store=True, readonly=False, tracking=True,
        domain="[('kind', '=', 'law')]", groups='aftersales.group_see_law',
        help="The version in force where and when the car was sold. It stays when a new version comes.")
    statute_restart_date = fields.Date(
        string="Given in Exchange on", copy=False, readonly=True, tracking=True, groups='aftersales.group_see_law',
        help="The car replaced another one: the periods of the law begin anew.")
    statute_fee_rate = fields.Float(
        string="Use Fee Coefficient (%)", digits=(7, 4), copy=False, tracking=True, bounds=(0, 100),
        groups='aftersales.group_see_law',
        help="Of the maker's warranty booklet. 0: the highest that the law allows.")
    is_maker_notified = fields.Boolean(
        string="Maker Was Told", copy=False, tracking=True, groups='aftersales.group_see_law',
        help="The customer told the maker directly of the fault, where his law asks for it.")
    problem_ids = fields.One2many(
        'aftersales.problem', 'vehicle_id', string="Problems", groups='aftersales.group_see_law')

    @api.depends('sale_date', 'delivery_date')
    def _compute_statute_id(self):
        """Chosen once: what is in force later changes nothing for a car that was sold."""
        Statute = self.env['aftersales.statute']
        in_force = {}
        for vehicle in self:
            day = vehicle.sale_date or vehicle.delivery_date
            chosen = vehicle.statute_id
            if chosen and vehicle._origin and day and chosen._pick(day):
                continue
            company = vehicle.company_id or self.env.company
            if company not in in_force:
                in_force[company] = Statute._get_in_force('law', company)
            vehicle.statute_id = in_force[company]._pick(day)

    @api.model
    def _choose_statutes(self):
        """For cars that were here before this room: many at once, by their dates."""
        vehicles = self.with_context(active_test=False)
        companies = self.env['res.company'].search([])  # pylint: disable=no-search-all  # a group has few
        for company in companies:
            statutes = self.env['aftersales.statute']._get_in_force('law', company)
            for statute in statutes:
                scope = [('company_id', '=', company.id)]
                if company == self.env.company:
                    scope = [('company_id', 'in', [False, company.id])]
                cars = vehicles.search([
                    *scope, ('statute_id', '=', False),
                    '|', '&', ('sale_date', '>=', statute.date_from), ('sale_date', '<=', statute.date_to or '9999-12-31'),
                    '&', '&', ('sale_date', '=', False), ('delivery_date', '>=', statute.date_from),
                    ('delivery_date', '<=', statute.date_to or '9999-12-31')])
                cars.with_context(tracking_disable=True).write({'statute_id': statute.id})
