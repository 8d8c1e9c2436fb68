from odoo import models


class AftersalesJob(models.Model):
    """Faults of years are found by what customers spoke of: most of it is maintenance, which is none."""
    _inherit = 'aftersales.job'

    _concern_class_idx = models.Index("(work_class_id) INCLUDE (id) WHERE COALESCE(concern, '') != ''")
