from odoo import api, fields, models


class AftersalesJob(models.Model):
    """What an advisor reads beside the hours of a job before he changes them: the hours by the operation, and their source
    (A5)."""
    _inherit = 'aftersales.job'

    hours_source_text = fields.Char(string="Hours by the Operation", compute='_compute_hours_source_text')

    @api.depends('operation_id', 'vehicle_id')
    @api.depends_context('lang')
    def _compute_hours_source_text(self):
        for job in self:
            operation = job.operation_id
            if not operation:
                job.hours_source_text = False
                continue
            row = operation._get_hours_row(job.vehicle_id.model_id) or operation
            hours = self.env['ir.qweb.field.float_time'].value_to_html(row.hours, {})
            job.hours_source_text = ": ".join(filter(None, (hours, row._say_hours_source())))
