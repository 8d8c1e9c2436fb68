from odoo import api, fields, models


class AftersalesMaintenancePlan(models.Model):
    _name = 'aftersales.maintenance.plan'
    _description = 'Maintenance Plan'
    _inherit = ['aftersales.log.mixin']
    _order = 'name, id'

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    daily_distance = fields.Float(
        string='Assumed km a Day',
        default=40,
        help="Used to predict dates until the readings of the vehicle tell its real average.", bounds=(None, 5000),
    )
    line_ids = fields.One2many('aftersales.maintenance.plan.line', 'plan_id', string='Services', copy=True)
    model_ids = fields.One2many('fleet.vehicle.model', 'maintenance_plan_id', string='Vehicle Models')
    vehicle_count = fields.Integer(compute='_compute_vehicle_count')
    note = fields.Html()

    _daily_distance_check = models.Constraint(
        'CHECK (daily_distance > 0)',
        "The assumed distance a day must be greater than zero.",
    )

    def _compute_vehicle_count(self):
        counts = dict(self.env['fleet.vehicle']._read_group(
            [('maintenance_plan_id', 'in', self.ids)], ['maintenance_plan_id'], ['__count'],
        ))
        for plan in self:
            plan.vehicle_count = counts.get(plan, 0)

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%s (copy)", plan.name))
            for plan, vals in zip(self, super().copy_data(default=default))
        ]

    @api.readonly
    def action_view_vehicles(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.fleet_vehicle_action')
        # Without the list's own filter: a demo car of ours follows the plan, too.
        return dict(action, domain=[('maintenance_plan_id', 'in', self.ids)], context={})
