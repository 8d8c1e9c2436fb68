from odoo import models


class AftersalesWorkshop(models.Model):
    """Bays whose equipment may not be used are taken, for bookings and for the plan."""
    _inherit = 'aftersales.workshop'

    def _get_taken(self, first, last, employees, **options):
        taken = super()._get_taken(first, last, employees, **options)
        start, stop = self._get_outer_bounds(first, last)
        for bay, spans in self.sudo().bay_ids._get_shut_spans().items():  # sudo: plans are weighed, not shown
            shut = [(max(begin, start), min(end, stop)) for begin, end, __ in spans if begin < stop and end > start]
            if shut:
                taken['bay', bay] = self._merge([*taken.get(('bay', bay), ()), *shut])
        return taken

    def _merge(self, spans):
        """Stretches in their order, none overlapping another."""
        merged = []
        for start, stop in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
            else:
                merged.append((start, stop))
        return merged

    def _get_board_rows(self, date, days, cards):
        """The board says which bays are shut now."""
        rows = super()._get_board_rows(date, days, cards)
        shut = {bay.id: bay.shut_text for bay in self.sudo().bay_ids if bay.shut_text}  # sudo: as above
        for row in rows['bays']:
            if row['id'] in shut:
                row['name'] = self.env._("%(bay)s (shut)", bay=row['name'])
        return rows
