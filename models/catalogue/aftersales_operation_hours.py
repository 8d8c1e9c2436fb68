from odoo import fields, models


class AftersalesOperationHours(models.Model):
    _name = 'aftersales.operation.hours'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.hours.source.mixin']
    _description = "Operation Hours by Model"
    _order = 'operation_id, model_id'
    _rec_name = 'model_id'

    operation_id = fields.Many2one('aftersales.operation', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='operation_id.company_id', store=True)
    model_id = fields.Many2one(
        'fleet.vehicle.model', string="Vehicle Model", required=True, index=True, ondelete='cascade')
    hours = fields.Float(string="Flat-Rate Hours", required=True, aggregator=None, bounds=(None, 1000))

    _model_unique = models.Constraint(
        'UNIQUE (operation_id, model_id)',
        "An operation has one flat-rate time per vehicle model. Change the time that is there already.",
    )
    _hours_positive = models.Constraint(
        'CHECK (hours >= 0)',
        "Flat-rate hours cannot be negative.",
    )
