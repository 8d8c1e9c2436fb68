from odoo import models


class AftersalesAuthorisation(models.Model):
    _name = 'aftersales.authorisation'
    _inherit = ['aftersales.authorisation', 'aftersales.board.source.mixin']
