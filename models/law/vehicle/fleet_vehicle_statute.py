from odoo import api, fields, models
from odoo.tools import split_every


class FleetVehicle(models.Model):
    """The law of a car is that of its sale, and stays with it whoever owns it (Order 43, art. 30)."""
    _name = 'fleet.vehicle'
    _inherit = ['fleet.vehicle', 'aftersales.batch.mixin']

    statute_id = fields.Many2one(
        'aftersales.statute', string="Law of the Sale", index='btree_not_null', ondelete='restrict',
        compute='_compute_statute_id', store=True, readonly=False, copy=False, tracking=True,
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
            company, owner = vehicle.company_id or self.env.company, vehicle.owner_id.sudo()
            place = company, owner.country_id, owner.state_id
            if place not in in_force:
                in_force[place] = Statute._get_in_force('law', company, owner)
            vehicle.statute_id = in_force[place]._pick(day)

    @api.model
    def _choose_statutes(self):
        """For cars that were here before this room: so many at a time."""
        vehicles = self.with_context(active_test=False, tracking_disable=True)
        waiting = vehicles.search([
            ('statute_id', '=', False), '|', ('sale_date', '!=', False), ('delivery_date', '!=', False)], order='id')
        for ids in split_every(1000, waiting.ids):
            part = vehicles.browse(ids)
            part._compute_statute_id()
            part.flush_recordset()
            part.invalidate_recordset()
