from lxml.builder import E

from odoo import api, fields, models


class AftersalesJobDialogMixin(models.AbstractModel):
    """A dialog about one job says first of which car, job and order it speaks: the form has a place ``job_head`` for it."""
    _name = 'aftersales.job.dialog.mixin'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Dialog on a Job"

    job_id = fields.Many2one('aftersales.job', required=True, readonly=True)
    license_plate = fields.Char(related='job_id.license_plate')
    order_id = fields.Many2one(related='job_id.order_id')

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        for place in arch.xpath("//div[@name='job_head']"):
            place.set('class', 'oe_title')
            place.extend([
                E.h1(E.field(name='license_plate')),
                E.h3(E.field(name='job_id', options="{'no_open': true}")),
                E.field({'class': 'text-muted'}, name='order_id', options="{'no_open': true}"),
            ])
        return arch, view
