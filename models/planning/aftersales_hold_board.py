from odoo import models


class AftersalesHold(models.Model):
    _name = 'aftersales.hold'
    _inherit = ['aftersales.hold', 'aftersales.board.source.mixin']

    _board_fields = frozenset({'kind', 'start', 'stop', 'job_id'})
