from odoo import models
from odoo.tools import SQL


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_taken(self, first, last, employees, **options):
        """People, bays and cars that are planned: kinds employee, bay and order."""
        taken = super()._get_taken(first, last, employees, **options)
        # sudo: plans are weighed, not shown
        Allocation = self.env['aftersales.allocation'].sudo()
        Allocation.flush_model()
        start, stop = self._get_outer_bounds(first, last)
        query = Allocation._search([
            '|', ('employee_id', 'in', employees.ids), ('workshop_id', 'in', self.ids),
            ('stop', '>', start), ('start', '<', stop), *Allocation._get_taken_domain(**options),
        ], order='start, id')
        names = ('employee_id', 'bay_id', 'order_id', 'start', 'stop')
        for *keys, begin, end in self.env.execute_query(query.select(
            *(SQL.identifier(Allocation._table, name) for name in names))):
            for key in zip(('employee', 'bay', 'order'), keys):
                if key[1]:
                    taken.setdefault(key, []).append((begin, end))
        return taken
