from odoo import fields, models


class AftersalesAllocation(models.Model):
    _inherit = 'aftersales.allocation'

    appointment_id = fields.Many2one(
        'aftersales.appointment', readonly=True, index='btree_not_null', ondelete='cascade')

    def _get_taken_domain(self, **options):
        """Of ours: ``without``, the appointments whose own places count as free."""
        without = options.get('without')
        mine = [('appointment_id', 'not in', without.ids)] if without else []
        return [*super()._get_taken_domain(**options), *mine]

    def _get_work_name(self):
        return self.appointment_id.display_name or super()._get_work_name()
