def migrate(cr, version):
    """Fields and anchors moved between views. While they are loaded one after the other, a view that is still of the
    last version would be laid over one that is new already: what extends views of ours, or the settings, stands aside
    until all of them are new."""
    cr.execute("""
        CREATE TABLE aftersales_views_aside AS
        WITH RECURSIVE ours AS (
            SELECT res_id AS id FROM ir_model_data WHERE model = 'ir.ui.view' AND module = 'aftersales'
        ), laid_over AS (
            SELECT view.id
              FROM ir_ui_view view JOIN ours USING (id)
             WHERE view.inherit_id IS NULL OR view.mode = 'primary' OR view.model = 'res.config.settings'
             UNION
            SELECT view.id FROM ir_ui_view view JOIN laid_over ON view.inherit_id = laid_over.id
        )
        SELECT view.id
          FROM ir_ui_view view JOIN laid_over USING (id) JOIN ours USING (id)
         WHERE view.mode = 'extension' AND view.active
    """)
    cr.execute("UPDATE ir_ui_view SET active = FALSE WHERE id IN (SELECT id FROM aftersales_views_aside)")
