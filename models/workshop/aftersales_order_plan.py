from odoo import fields, models


class AftersalesOrder(models.Model):
    _inherit = 'aftersales.order'

    allocation_ids = fields.One2many('aftersales.allocation', 'order_id', readonly=True)

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if self.job_ids.filtered('planned_start'):
            self._sync_allocations()

    def _sync_allocations(self):
        """Bring what the orders take of people and bays to what their jobs plan; only differences are written.

        :raises ValidationError: when a technician or bay is taken already, naming by what
        """
        # sudo: allocations are the plan's own, see aftersales.allocation
        Allocation = self.env['aftersales.allocation'].sudo()
        kept = {
            allocation._get_key(): allocation for allocation in Allocation.search([('order_id', 'in', self.ids)])
        }
        missing = []
        for vals in self._prepare_allocations():
            if not kept.pop(Allocation._get_key_of(vals), None):
                missing.append(vals)
        Allocation.union(*kept.values()).unlink()
        Allocation.create(missing)

    def _prepare_allocations(self):
        """One row a planned job for its technician, one row a bay for the car."""
        vals_list = []
        for order in self:
            jobs = order.job_ids.filtered(lambda job: job._is_planned())
            vals_list += [job._prepare_allocation_vals() for job in jobs.filtered('technician_id')]
            for bay, bay_jobs in jobs.filtered('bay_id').grouped('bay_id').items():
                vals_list.append({
                    'workshop_id': order.workshop_id.id,
                    'order_id': order.id,
                    'job_id': False,
                    'employee_id': False,
                    'bay_id': bay.id,
                    'start': min(bay_jobs.mapped('planned_start')),
                    'stop': max(bay_jobs.mapped('planned_stop')),
                })
        return vals_list
