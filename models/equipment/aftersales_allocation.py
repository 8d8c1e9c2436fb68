from odoo import api, models


class AftersalesAllocation(models.Model):
    _inherit = 'aftersales.allocation'

    @api.model
    def _find_shut(self, vals_list):
        found = super()._find_shut(vals_list)
        bays = self.env['aftersales.bay'].browse({vals['bay_id'] for vals in vals_list if vals.get('bay_id')})
        spans = bays._get_shut_spans() if bays else {}
        for index, vals in enumerate(vals_list):
            for start, stop, words in spans.get(vals.get('bay_id'), ()):
                if start < vals['stop'] and vals['start'] < stop:
                    bay = bays.browse(vals['bay_id']).sudo()  # sudo: the name of what is shut
                    found[index] = self.env._(
                        "%(bay)s is shut. %(why)s Choose another bay, or another time.", bay=bay.name, why=words)
                    break
        return found
